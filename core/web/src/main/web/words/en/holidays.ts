/** Holiday calendars. */
export default {
  "holidays.none": "No holiday calendars yet. Create one so that rotations can observe holidays.",
  "holiday.add": "Create holiday calendar",
  "holiday.name.hint": "For example France",
  "holiday.next": "Next holidays",
  "holiday.days": "Days",
  "holiday.day": "Day",
  "holiday.day.name": "Holiday",
  "holiday.day.add": "Add day",
  "holiday.day.remove": "Remove",
  "holiday.file": "Import a calendar file (optional)",
  "holiday.file.hint": "An .ics file, as published for your country. It replaces all days.",
  "holiday.delete": "Delete",
  "holiday.delete.title": "Delete {name}?",
  "holiday.delete.about": "You can’t delete a calendar while a schedule observes it.",
  "holiday.delete.go": "Delete holiday calendar",
  "holiday.deleted": "{name} deleted",
};
