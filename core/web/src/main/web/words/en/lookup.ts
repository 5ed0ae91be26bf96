export default {
  "lookup.none": "There is no lookup table.",
  "lookup.add": "Add a lookup table",
  "lookup.columns": "Columns",
  "lookup.rows": "Rows",
  "lookup.content": "Version",
  "lookup.csv": "Comma-separated values",
  "lookup.csv.hint":
    "The first line names the columns, and the first column finds the rows. If the rules in force read the table, they read the new rows at once.",
  "lookup.delete": "Delete",
  "lookup.deleted": "{name} is deleted.",
};
