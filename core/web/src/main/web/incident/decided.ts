import type { DecidedBy } from "../api/schema";

/** Where a reader finds what decided something, and what they need to see it there. */
export interface Whither {
  path: string;
  permission: string;
}

const HALF_A_DAY = 12 * 3_600_000;

/** The page of what decided an entry of the timeline, as it was then. */
export function whither({ kind, id = "", version, step, at }: DecidedBy): Whither {
  switch (kind) {
    case "alert":
      return { path: `/alerts/${id}`, permission: "alert.read" };
    case "rule_set":
      return { path: `/rules?version=${version ?? ""}`, permission: "rule.read" };
    case "escalation_policy": {
      const query = new URLSearchParams({ version: String(version ?? "") });
      if (step !== undefined) query.set("step", String(step));
      return { path: `/policies/${id}?${query}`, permission: "escalation_policy.read" };
    }
    case "schedule": {
      // The schedule's own date is not known here; half a day before in UTC it has begun nowhere later.
      const from = at === undefined ? "" : new Date(Date.parse(at) - HALF_A_DAY).toISOString().slice(0, 10);
      return { path: `/schedules/${id}${from && `?from=${from}`}`, permission: "on_call.read" };
    }
    case "delivery":
      return { path: `/deliveries?delivery=${id}`, permission: "delivery.read" };
  }
}

/** The list of what an entry is about where that is more than one: its address up to the incident. */
export function ofSeveral(
  type: string,
): (Whither & { word: "incident.decided.alerts" | "incident.decided.deliveries" }) | null {
  switch (type) {
    case "ALERT_RECEIVED":
    case "ALERT_RESOLVED":
      return { path: "/alerts?status=all&incident=", permission: "alert.read", word: "incident.decided.alerts" };
    case "NOTIFICATION_REDIRECTED":
      return { path: "/deliveries?incident=", permission: "delivery.read", word: "incident.decided.deliveries" };
    default:
      return null;
  }
}
