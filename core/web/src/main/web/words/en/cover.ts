/** Who is on call oneself, and who takes over. */
export default {
  cover: "Get cover",
  "cover.on": "You’re on call for {schedule}",
  "cover.on.until": "until",
  "cover.when": "Covered for",
  "cover.tonight": "Tonight",
  "cover.rest": "Rest of this shift",
  "cover.weekend": "Weekend",
  "cover.from": "Cover from ({zone})",
  "cover.from.hint": "Leave empty to start immediately",
  "cover.until": "Cover until ({zone})",
  "cover.who": "Who covers",
  "cover.choose": "Choose a person",
  "cover.note": "Reason, such as dentist",
  "cover.go": "Save cover",
  "cover.done": "{who} covers your shift and has been notified",
  "cover.uncalled": "{who} cannot be paged yet: no verified contact reaches them",
};
