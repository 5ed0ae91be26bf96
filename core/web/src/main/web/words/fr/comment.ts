import type english from "../en/comment";

const french: Record<keyof typeof english, string> = {
  "comment.mention": "Personnes et équipes",
  "comment.mention.user": "personne",
  "comment.mention.team": "équipe",
  "comment.pinned": "Épinglé",
  "comment.pin": "Épingler",
  "comment.unpin": "Désépingler",
  "comment.pinned.done": "Commentaire épinglé",
  "comment.unpinned": "Commentaire désépinglé",
  "comment.edit": "Modifier",
  "comment.edit.label": "Votre commentaire",
  "comment.save": "Enregistrer le commentaire",
  "comment.saved": "Commentaire enregistré",
  "comment.cancel": "Annuler",
  "comment.edited": "Modifié",
  "comment.past": "Versions précédentes",
  "comment.delete": "Supprimer",
  "comment.deleted": "{name} a supprimé ce commentaire",
  "comment.deleted.done": "Commentaire supprimé",
  "comment.sign.thumbs_up": "Pouce levé",
  "comment.sign.thumbs_down": "Pouce baissé",
  "comment.sign.eyes": "Je regarde",
  "comment.sign.done": "Fait",
  "comment.sign.thanks": "Merci",
  "comment.sign.celebrate": "Bravo",
  "comment.sign.question": "Question",
  "comment.sign.heart": "Cœur",
};

export default french;
