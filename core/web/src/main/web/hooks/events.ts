import { say } from "../words";

/** What others may be sent, in the order of an incident's life. */
export const EVENTS = [
  "incident.created",
  "incident.acknowledged",
  "incident.unacknowledged",
  "incident.mitigated",
  "incident.resolved",
  "incident.reopened",
  "incident.escalated",
  "comment.added",
  "status.incident",
  "status.maintenance",
] as const;

type Event = (typeof EVENTS)[number];

/** What an event is called; one that the catalogue does not know stays as it is. */
export function nameOf(event: string): string {
  if (event === "webhook.test") return say("hook.event.test");
  const known = EVENTS.find((one) => one === event);
  return known === undefined ? event : say(`hook.event.${known}`);
}

/** In one line. */
export function eventsOf(events: readonly Event[]): string {
  if (events.length === EVENTS.length) return say("hook.events.all");
  return events.map(nameOf).join(", ");
}
