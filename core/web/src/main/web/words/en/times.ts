export default {
  "times.about":
    "Rules name these times: while one of their mute_times is in force, or none of their active_times, their alerts are hidden. What still fires afterwards opens its incident then.",
  "times.none": "There is no time interval.",
  "times.add": "Add a time interval",
  "times.description": "What it is for",
  "times.parts": "Times",
  "times.parts.hint":
    "One part on each line, as in Alertmanager: times 22:00-24:00, 00:00-06:00; weekdays monday:friday; days_of_month -3:-1; months june:august; years 2026; location Europe/Paris. All that a line names must hold. Without a location, the clocks are those of UTC. The word always is all of the time.",
  "times.on": "In force",
  "times.off": "Not in force",
  "times.next": "In force next",
  "times.endless": "no end is in sight",
  "times.never": "Not within a year",
  "times.delete": "Delete",
  "times.deleted": "{name} is deleted. What it hid is decided anew.",
};
