import type english from "../en/lookup";

const french: Record<keyof typeof english, string> = {
  "lookup.none": "Aucune table de correspondance",
  "lookup.add": "Créer une table de correspondance",
  "lookup.columns": "Colonnes",
  "lookup.rows": "Lignes",
  "lookup.content": "Version",
  "lookup.csv": "CSV",
  "lookup.csv.hint":
    "La première ligne nomme les colonnes. Les lignes se trouvent par la première colonne. Les règles actives utilisent aussitôt les nouvelles lignes.",
  "lookup.delete": "Supprimer",
  "lookup.deleted": "{name} supprimée",
};

export default french;
