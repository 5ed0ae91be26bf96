/** The channels that a team may have; the first are what most have. */
export const OF_TEAMS = [
  "email",
  "slack",
  "teams",
  "mattermost",
  "discord",
  "telegram",
  "webhook",
  "ntfy",
  "pushover",
  "sms",
  "voice",
  "pagerduty",
  "opsgenie",
] as const;

/** Those by which one person is reached. */
export const OF_PEOPLE = [
  "email",
  "sms",
  "voice",
  "ntfy",
  "pushover",
  "telegram",
  "slack",
  "discord",
  "webhook",
] as const;
