import type english from "../en/lookup";

const french: Record<keyof typeof english, string> = {
  "lookup.none": "Il n’y a aucune table de correspondance.",
  "lookup.add": "Ajouter une table de correspondance",
  "lookup.columns": "Colonnes",
  "lookup.rows": "Lignes",
  "lookup.content": "Version",
  "lookup.csv": "Valeurs séparées par des virgules",
  "lookup.csv.hint":
    "La première ligne nomme les colonnes, et la première colonne trouve les lignes. Si les règles en vigueur lisent la table, elles lisent aussitôt les nouvelles lignes.",
  "lookup.delete": "Supprimer",
  "lookup.deleted": "{name} est supprimée.",
};

export default french;
