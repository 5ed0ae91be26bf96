export default {
  "times.about":
    "Rules mute their alerts during their mute_times or outside their active_times. Alerts still firing afterwards open an incident.",
  "times.none": "No time intervals",
  "times.add": "Create time interval",
  "times.description": "Description",
  "times.parts": "Times",
  "times.parts.hint":
    "One part per line, as in Alertmanager: times 22:00-24:00, 00:00-06:00; weekdays monday:friday; days_of_month -3:-1; months june:august; years 2026; location Europe/Paris. Everything on a line must match. Times are UTC unless a location is given. “always” matches any time.",
  "times.on": "Active",
  "times.off": "Inactive",
  "times.next": "Next active",
  "times.endless": "no end",
  "times.never": "Not within a year",
  "times.delete": "Delete",
  "times.deleted": "{name} deleted. Its muted alerts are evaluated again.",
};
