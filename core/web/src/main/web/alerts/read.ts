import { type Answer, call } from "../api/client";
import type { Total } from "../api/schema";
import { type AlertRow, isRows, joined, rowsOf } from "./rows";
import type { AlertView } from "./view";

/** What is read at first, so that something is seen soon. */
const FIRST = 500;
const PAGE = 10_000;
/** Nobody reads further: 50,000 rows. */
export const MOST_PAGES = 5;
/** Readings of long lists rest for as long as they took, times this. */
const REST = 2;
const LONGEST_REST = 10_000;

export interface LoadedAlerts {
  rows: AlertRow[];
  total: Total;
  /** Alerts that core has not processed yet. */
  pending: number;
  hasMore: boolean;
}

/**
 * Reads up to so many pages of rows. Each page is passed on as soon as nothing better is shown.
 *
 * @param isNew whether nothing of this list is shown yet: then it begins with a small page
 */
export async function readAlerts(
  view: AlertView,
  pages: number,
  isNew: boolean,
  signal: AbortSignal,
  show: (loaded: LoadedAlerts) => void,
): Promise<void> {
  const began = performance.now();
  const read: AlertRow[][] = [];
  let cursor: string | null = null;
  let total: Total | null = null;
  let pending = 0;
  let limit = isNew ? FIRST : PAGE;
  for (let left = isNew ? pages + 1 : pages; left > 0; left--) {
    const query = { ...view.filters, view: "row", column: view.columns, sort: view.sort, limit };
    const answer: Answer<"GET /alerts"> = await call("GET /alerts", {
      query: cursor === null ? query : { ...query, cursor },
      signal,
    });
    if (!isRows(answer)) return;
    read.push(rowsOf(answer.columns, view.columns));
    total ??= answer.total;
    pending += answer.pending;
    cursor = answer.next;
    limit = PAGE;
    if (isNew || cursor === null || left === 1) {
      show({ rows: joined(read), total, pending, hasMore: cursor !== null });
    }
    if (cursor === null) break;
  }
  if (read.length > 1 || (read[0]?.length ?? 0) > FIRST) {
    await rest(Math.min(LONGEST_REST, REST * (performance.now() - began)), signal);
  }
}

function rest(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, millis);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    });
  });
}
