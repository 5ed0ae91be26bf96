/** What the server warns of, by its kinds. */
export default {
  "warning.step": "Step {step}: {text}",
  "warning.many_steps": "There are {steps} steps. People keep 3 to {few} in mind.",
  "warning.late_start": "Nobody is told in the first {minutes} minutes.",
  "warning.only_by_name":
    "It is not the default, and is for no severities or labels. It is used only where a service names it.",
  "warning.default_without_effect": "Being the default has no effect, since it is for some severities or labels only.",
  "warning.no_provider":
    "Nothing can be sent by {channel} now. Add a provider, or people are told by what else they have.",
  "warning.cannot_be_called": "{user} cannot be called.",
  "warning.finds_nobody": "One of those to be told is found nowhere now, or nobody is there.",
  "warning.tells_nobody": "It tells nobody. Give it mail addresses, or a team.",
  "warning.no_such_provider": "No active provider of {channel} has this name. There is {providers}.",
  "warning.cannot_be_sent_to": "Nothing can be sent to this address with the settings of now.",
  "warning.no_notifier": "No notifier is running, so nobody knows whether this can be reached. Test it later.",
  "warning.no_sender": "Nothing can be sent by {channel} now. Add a provider for it.",
  "warning.some_notifiers": "Only {able} of {all} running notifiers can send to it. Configure them alike.",
};
