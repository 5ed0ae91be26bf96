import type { EventWebhook } from "../api/schema";
import { say } from "../words";

type Event = EventWebhook["events"][number];

/** What happens to what: spelled in one, they would look like words of other pages. */
const ALL = {
  incident: [
    "created",
    "acknowledged",
    "unacknowledged",
    "mitigated",
    "resolved",
    "merged",
    "breached",
    "reopened",
    "escalated",
    "updated",
  ],
  comment: ["added"],
  post_mortem: ["published"],
  status: ["incident", "maintenance"],
  window: ["planned", "changed", "started", "ended", "cancelled"],
  approval: ["requested", "granted", "refused", "voided"],
  freeze: ["created", "changed", "deleted"],
  gate: ["denied"],
} as const;

/** What others may be sent: incidents in the order of their life, then the rest. */
export const EVENTS: readonly Event[] = Object.entries(ALL).flatMap(([of, happens]) =>
  happens.map((one) => [of, one].join(".") as Event),
);

/** What most want. */
export const USUAL: readonly Event[] = EVENTS.filter((one) =>
  /^incident\.(?:created|acknowledged|resolved)$/.test(one),
);

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
