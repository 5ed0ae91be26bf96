/** What the server warns of, by its kinds. */
export default {
  "warning.step": "Step {step}: {text}",
  "warning.many_steps": "{steps} steps are hard to remember. Use 3 to {few}.",
  "warning.late_start": "Nobody is notified in the first {minutes} {minutes:minute|minutes}.",
  "warning.only_by_name": "Used only where a service selects it: it isn’t the default and has no severities or labels.",
  "warning.default_without_effect": "Default has no effect: the policy is limited to some severities or labels.",
  "warning.no_provider": "No provider for {channel}. Add one, or people are notified by their other contact methods.",
  "warning.cannot_be_called": "{user} can’t be paged.",
  "warning.finds_nobody": "A recipient doesn’t exist, or nobody is there right now.",
  "warning.tells_nobody": "Nobody is notified. Add e-mail addresses or a team.",
  "warning.no_such_provider": "No active {channel} provider has this name. Available: {providers}.",
  "warning.cannot_be_sent_to": "This address can’t be reached with the current settings.",
  "warning.no_notifier": "No notifier is running, so this can’t be checked. Test it later.",
  "warning.no_sender": "No provider for {channel}. Add one.",
  "warning.some_notifiers": "Only {able} of {all} notifiers can send this. Configure them the same way.",
};
