/** What the feed of changes tells of: see docs/api.md. */
export type Topic = "incident" | "alert" | "delivery" | "schedule" | "inbox";

/** One change: what has changed, and whose it is. */
export interface Change {
  number: number;
  topic: Topic;
  id: string;
  version?: number;
  severity?: string;
  service?: string;
  incident?: string;
}

/** What a page is told: changes, or that it has to read everything anew. */
export type News = { kind: "changes"; changes: Change[] } | { kind: "anew" };

export type Message =
  | { type: "hello"; number: number; retry_ms: number }
  | { type: "alive" | "start_over"; number: number }
  | { type: "changes"; number: number; changes: Change[] };

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/**
 * How long to wait before the connection is opened again: the server's own random time first, then twice as long each
 * time, and each at random, so that a thousand tabs do not come back in the same moment.
 */
export function waitBefore(attempt: number, serverMillis: number | null, random: () => number = Math.random): number {
  if (attempt === 0 && serverMillis !== null) return serverMillis;
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return Math.round(longest / 2 + random() * (longest / 2));
}

/** A message of the feed; null for what is none. */
export function messageOf(text: unknown): Message | null {
  if (typeof text !== "string") return null;
  try {
    const read = JSON.parse(text) as Message;
    return typeof read.number === "number" ? read : null;
  } catch {
    return null;
  }
}
