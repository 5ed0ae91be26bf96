import type en from "../en/views";

const fr: Record<keyof typeof en, string> = {
  "views.view": "Vue",
  "views.none": "Aucune vue",
  "views.unsaved": "Non enregistrée",
  "views.own": "Mes vues",
  "views.others": "Partagées par d’autres",
  "views.change": "Enregistrer et modifier des vues",
  "views.all": "Vues",
  "views.nothing": "Filtrez d’abord la page, puis enregistrez-la comme vue.",
  "views.save": "Enregistrer ces filtres",
  "views.saved": "La vue {name} est enregistrée",
  "views.name": "Nom de la vue",
  "views.share.with": "Tout le monde peut s’en servir",
  "views.shared": "partagée",
  "views.share": "Partager",
  "views.unshare": "Garder pour moi",
  "views.default": "la page s’ouvre avec elle",
  "views.default.set": "Ouvrir la page avec elle",
  "views.default.end": "Ouvrir la page sans elle",
  "views.rename": "Renommer",
  "views.rename.go": "Enregistrer le nom",
  "views.update": "Prendre les filtres actuels",
  "views.delete": "Supprimer",
  "views.deleted": "La vue {name} est supprimée",
};

export default fr;
