import type english from "../en/tags";

const french: Record<keyof typeof english, string> = {
  "tags.none": "Aucune étiquette",
  "tags.popular": "Les plus utilisées :",
  "tag.add": "Créer une étiquette",
  "tag.off": "inactive",
  "tag.pattern": "Motif automatique",
  "tag.pattern.hint":
    "Une expression RE2, (?i) ignore la casse. Les nouveaux incidents dont le titre, la description, le service ou la gravité correspond reçoivent l’étiquette. Laissez vide pour aucun.",
  "tag.color": "Couleur",
  "tag.color.hint": "Par exemple #6B7280",
  "tag.active": "Active",
  "tag.delete": "Supprimer",
  "tag.deleted": "{name} supprimée",
};

export default french;
