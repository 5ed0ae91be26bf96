export default {
  "tags.none": "There is no tag.",
  "tags.popular": "Most used:",
  "tag.add": "Add a tag",
  "tag.off": "not active",
  "tag.pattern": "Found in new incidents",
  "tag.pattern.hint":
    "An RE2 expression; (?i) at its beginning ignores case. New incidents get the tag if it is found in their title, description, service or severity. None: leave it empty.",
  "tag.color": "Colour",
  "tag.color.hint": "Such as #6B7280",
  "tag.active": "Active",
  "tag.delete": "Delete",
  "tag.deleted": "{name} is deleted.",
};
