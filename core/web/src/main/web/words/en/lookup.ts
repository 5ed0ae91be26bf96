export default {
  "lookup.none": "No lookup tables",
  "lookup.add": "Create lookup table",
  "lookup.columns": "Columns",
  "lookup.rows": "Rows",
  "lookup.content": "Version",
  "lookup.csv": "CSV",
  "lookup.csv.hint":
    "The first line names the columns. Rows are found by the first column. Active rules use new rows immediately.",
  "lookup.delete": "Delete",
  "lookup.deleted": "{name} deleted",
};
