import type { InboxEntry } from "../api/schema";

/**
 * Where an entry leads, below the dashboard's address: its incident, or the page of what a notice is about. Notices of
 * before there were pages name a resource of the API, which has the same path.
 */
export function leadsTo(entry: Pick<InboxEntry, "incident" | "path">): string | null {
  if (entry.incident !== null) return `/incidents/${entry.incident.short_id}`;
  return entry.path?.replace(/^\/api\/v1(?=\/)/, "") ?? null;
}

/** Entries as they are after some were marked. */
export function marked(entries: readonly InboxEntry[], ids: ReadonlySet<string>, readAt: string | null): InboxEntry[] {
  return entries.map((one) =>
    ids.has(one.id) && (one.read_at === null) !== (readAt === null) ? { ...one, read_at: readAt } : one,
  );
}

/** What the number of unread messages says: more than 99 is enough to know. */
export function short(count: number): string {
  return count > 99 ? "99+" : String(count);
}
