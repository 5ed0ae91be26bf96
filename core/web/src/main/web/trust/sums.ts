import type { Ledger } from "../api/schema";

/** What an accepted event became: each is exactly one of these. */
export const DISPOSITIONS = [
  "opened",
  "deduplicated",
  "resolved",
  "reopened",
  "suppressed",
  "stale",
  "dead_lettered",
  "dropped",
  "change",
  "action",
] as const;

type Figures = Pick<Ledger, "accepted" | (typeof DISPOSITIONS)[number]>;

/** What has been accepted and became nothing, counted here and not taken from the server; 0 if all is told. */
export function missing(figures: Figures): number {
  return figures.accepted - DISPOSITIONS.reduce((sum, one) => sum + figures[one], 0);
}
