import type english from "../en/tags";

const french: Record<keyof typeof english, string> = {
  "tags.none": "Il n’y a aucune étiquette.",
  "tags.popular": "Les plus utilisées :",
  "tag.add": "Ajouter une étiquette",
  "tag.off": "inactive",
  "tag.pattern": "Trouvée dans les nouveaux incidents",
  "tag.pattern.hint":
    "Une expression RE2 ; (?i) au début ignore la casse. Les nouveaux incidents reçoivent l’étiquette si elle est trouvée dans leur titre, leur description, leur service ou leur gravité. Aucune : laissez vide.",
  "tag.color": "Couleur",
  "tag.color.hint": "Par exemple #6B7280",
  "tag.active": "Active",
  "tag.delete": "Supprimer",
  "tag.deleted": "{name} est supprimée.",
};

export default french;
