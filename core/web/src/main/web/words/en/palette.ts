/** The palette of commands. */
export default {
  palette: "Commands",
  "palette.what": "What do you want to do, or to find?",
  "palette.actions": "On this page",
  "palette.pages": "Pages",
  "palette.settings": "Settings",
  "palette.alerts": "Alerts",
  "palette.alerts.count": "{count} alerts",
  "palette.services": "Services",
  "palette.none": "Nothing is called so.",
  "palette.found": "{count} found",
  "palette.everything": "All texts",
  "palette.everything.for": "Search all texts for “{words}”",
};
