export default {
  "tags.none": "No tags",
  "tags.popular": "Most used:",
  "tag.add": "Create tag",
  "tag.off": "inactive",
  "tag.pattern": "Automatic pattern",
  "tag.pattern.hint":
    "An RE2 expression, (?i) ignores case. New incidents whose title, description, service or severity matches get this tag. Leave empty for none.",
  "tag.color": "Colour",
  "tag.color.hint": "For example #6B7280",
  "tag.active": "Active",
  "tag.delete": "Delete",
  "tag.deleted": "{name} deleted",
};
