/** The form that opens an incident by hand. */
export default {
  "declare.title": "Title",
  "declare.title.hint": "For example: card payments are declined",
  "declare.service": "Service",
  "declare.service.hint": "Its on-call is paged. Choose one from the list.",
  "declare.severity": "Severity",
  "declare.SEV1": "critical",
  "declare.SEV2": "high",
  "declare.SEV3": "medium",
  "declare.SEV4": "low",
  "declare.description": "Description (optional)",
  "declare.scopes": "Impact scopes",
  "declare.clock": "legal deadline {hours} h",
  "declare.tags": "Tags (optional)",
  "declare.tags.hint": "Press Enter after each tag",
  "declare.done": "{id} declared",
  "declare.open": "An open incident already has this title: {id}",
};
