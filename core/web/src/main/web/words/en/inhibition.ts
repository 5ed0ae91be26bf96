export default {
  "inhibition.about":
    "While one alert fires, related alerts stay quiet: when a node is down, its services don’t page too.",
  "inhibition.none": "No inhibit rules",
  "inhibition.add": "Create inhibit rule",
  "inhibition.source": "When these fire",
  "inhibition.target": "Mute these",
  "inhibition.equal": "If these labels match",
  "inhibition.equal.hint":
    "Label names, one per line, for example cluster. Labels missing on both alerts count as equal. If empty, one source mutes all targets.",
  "inhibition.wait": "Wait for source",
  "inhibition.wait.hint": "How long an early target waits for its source. At most 10 minutes, 0 for none.",
  "inhibition.active": "Enabled",
  "inhibition.turnOff": "Disable",
  "inhibition.turnOn": "Enable",
  "inhibition.turnedOff": "{name} disabled. Its muted alerts are evaluated again.",
  "inhibition.turnedOn": "{name} enabled",
  "inhibition.delete": "Delete",
  "inhibition.deleted": "{name} deleted. Its muted alerts are evaluated again.",
};
