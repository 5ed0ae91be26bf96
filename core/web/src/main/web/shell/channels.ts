import { say, type Word } from "../words";

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
  "custom_webhook",
] as const;

/** Those by which one person is reached and whose address one types. A browser subscribes by itself. */
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

const KNOWN: ReadonlySet<string> = new Set([...OF_TEAMS, ...OF_PEOPLE, "browser", "console", "tracker"]);

/** What a kind of channel is called; one that the catalogue does not know stays as it is. */
export function channelName(kind: string): string {
  return KNOWN.has(kind) ? say(`channel.${kind}` as Word) : kind;
}

/** Names of vendors and protocols, which are the same in every language. */
const PROVIDERS: Readonly<Record<string, string>> = {
  smtp: "SMTP",
  scaleway_tem: "Scaleway TEM",
  ovh_sms: "OVH SMS",
  twilio: "Twilio SMS",
  twilio_voice: "Twilio Voice",
  discord_bot: "Discord Bot",
  github_issues: "GitHub Issues",
  gitlab_issues: "GitLab Issues",
  jira: "Jira",
};

/** What a type of provider is called; others are called as their channel. */
export function providerName(type: string): string {
  return PROVIDERS[type] ?? channelName(type);
}

const STATUSES: ReadonlySet<string> = new Set(["held", "pending", "sending", "sent", "dead", "folded", "cancelled"]);

/** What a status of a delivery is called. */
export function statusName(status: string): string {
  return STATUSES.has(status) ? say(`delivery.status.${status}` as Word) : status;
}
