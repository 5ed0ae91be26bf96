import type en from "../en/views";

const fr: Record<keyof typeof en, string> = {
  "views.view": "Vue",
  "views.none": "Toutes",
  "views.unsaved": "Non enregistrée",
  "views.own": "Mes vues",
  "views.others": "Partagées par d’autres",
  "views.change": "Gérer les vues",
  "views.all": "Vues",
  "views.nothing": "Définissez d’abord des filtres, puis enregistrez-les comme vue.",
  "views.save": "Enregistrer la vue",
  "views.saved": "Vue {name} enregistrée",
  "views.name": "Nom de la vue",
  "views.share.with": "Partager avec tout le monde",
  "views.shared": "partagée",
  "views.share": "Partager la vue",
  "views.unshare": "Rendre privée",
  "views.default": "par défaut",
  "views.default.set": "Définir par défaut",
  "views.default.end": "Retirer par défaut",
  "views.rename": "Renommer",
  "views.rename.go": "Enregistrer le nom",
  "views.update": "Mettre à jour avec les filtres actuels",
  "views.delete": "Supprimer",
  "views.deleted": "Vue {name} supprimée",
};

export default fr;
