import type { Self } from "../api/schema";
import { say } from "../words";

/** The pages below "Manage", each with the permission that shows it. */
export const ROOMS = [
  { path: "/sources", word: "sources", permission: "source.manage" },
  { path: "/dead-letters", word: "letters", permission: "dead_letter.read" },
  { path: "/trust", word: "trust", permission: "ledger.read" },
  { path: "/rules", word: "rules", permission: "rule.read" },
  { path: "/lookup-tables", word: "lookup", permission: "lookup_table.read" },
  { path: "/simulations", word: "simulations", permission: "rule.simulate" },
  { path: "/silences", word: "silences", permission: "silence.read" },
  { path: "/maintenance", word: "maintenance", permission: "maintenance_window.read" },
  { path: "/inhibit-rules", word: "inhibition", permission: "inhibit_rule.read" },
  { path: "/time-intervals", word: "times", permission: "time_interval.read" },
  { path: "/flapping", word: "flapping", permission: "notification.read" },
  { path: "/storms", word: "storms", permission: "notification.read" },
  { path: "/providers", word: "providers", permission: "provider.read" },
  { path: "/deliveries", word: "deliveries", permission: "delivery.read" },
  { path: "/policies", word: "policies", permission: "escalation_policy.read" },
  { path: "/drills", word: "drills", permission: "drill.read" },
  { path: "/services", word: "services", permission: "service.read" },
  { path: "/scopes", word: "scopes", permission: "scope.read" },
  { path: "/tags", word: "tags", permission: "tag.read" },
  { path: "/heartbeats", word: "heartbeats", permission: "heartbeat.read" },
  { path: "/status-page", word: "status", permission: "status_page.read" },
  { path: "/teams", word: "teams", permission: "team.read" },
  { path: "/users", word: "users", permission: "user.read" },
  { path: "/grants", word: "grants", permission: "grant.delegate" },
  { path: "/tokens", word: "tokens", permission: "token.manage" },
  { path: "/audit", word: "audit", permission: "audit.read" },
  { path: "/timers", word: "timers", permission: "timer.manage" },
  { path: "/tenants", word: "tenants", permission: "tenant.manage" },
] as const;

export type Room = (typeof ROOMS)[number];

export function roomsOf(me: Self): Room[] {
  return ROOMS.filter(({ permission }) => me.permissions.includes(permission));
}

export function nameOf(room: Room): string {
  return say(`manage.${room.word}`);
}
