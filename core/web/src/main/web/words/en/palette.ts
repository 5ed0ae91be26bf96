/** The palette of commands. */
export default {
  palette: "Command menu",
  "palette.what": "Search or run a command",
  "palette.actions": "On this page",
  "palette.pages": "Pages",
  "palette.settings": "Settings",
  "palette.alerts": "Alerts",
  "palette.alerts.count": "{count} {count:alert|alerts}",
  "palette.services": "Services",
  "palette.none": "No results",
  "palette.found": "{count} found",
  "palette.everything": "All texts",
  "palette.everything.for": "Search all texts for “{words}”",
};
