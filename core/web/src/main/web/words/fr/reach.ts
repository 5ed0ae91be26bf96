import type english from "../en/reach";

const french: Record<keyof typeof english, string> = {
  "reach.title": "Appelé par",
  "reach.cannot": "ne peut pas être appelé.",
  "reach.no_account": "Compte désactivé. Réactivez-le ou choisissez quelqu’un d’autre.",
  "reach.no_contact": "Aucun moyen de contact. Ajoutez-en un et vérifiez-le.",
  "reach.not_verified": "Aucun moyen de contact vérifié. Vérifiez-en un avec le code reçu.",
  "reach.switched_off": "Tous les moyens de contact vérifiés sont désactivés. Activez-en un.",
  "reach.no_provider":
    "Aucun fournisseur ne peut joindre les moyens de contact vérifiés. Ajoutez un fournisseur, ou vérifiez un autre moyen de contact.",
  "reach.waits.grouped": "dans un récapitulatif",
  "reach.waits.daily": "chaque jour",
  "reach.waits.weekly": "chaque semaine",
  "reach.you.cannot": "Vous n’êtes pas joignable",
  "reach.you": "Comment vous êtes appelé",
  "reach.you.high": "SEV1 et SEV2 : {channels}",
  "reach.you.low": "SEV3 et SEV4 : {channels}",
  "reach.teams": "Injoignables",
  "reach.team.nobody": "Personne n’est d’astreinte, et aucun dernier recours n’est défini.",
  "reach.team.none": "Aucune personne d’astreinte n’est joignable.",
  "reach.away": "{who} est absent, et personne ne couvre la garde.",
  "reach.from": "À partir du",
};

export default french;
