import type { Answer } from "../api/client";

type Found = Answer<"GET /search">;
type Kind = Found["kinds"][number];

/** Where a search goes on: the first kind that shows fewer than it could, though older texts are left. */
export function unfinished(found: Found, limit: number): { kind: Kind["kind"]; older: string } | null {
  for (const { kind, older, items } of found.kinds) {
    if (older !== null && items.length < limit) return { kind, older };
  }
  return null;
}

/** What was found before, and the same kind's older ones behind it. */
export function joined(found: Found, more: Found, limit: number): Found {
  const kinds = found.kinds.map((before) => {
    const after = more.kinds.find((one) => one.kind === before.kind);
    if (after === undefined) return before;
    return {
      ...after,
      items: [...before.items, ...after.items].slice(0, limit),
      total: before.total + after.total,
      more: before.more || after.more,
    };
  });
  return { kinds, total: kinds.reduce((sum, one) => sum + one.total, 0) };
}
