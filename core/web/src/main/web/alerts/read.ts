import { type Answer, call } from "../api/client";
import type { Total } from "../api/schema";
import { type AlertRow, isRows, joined, mostTelling, rowsOf } from "./rows";
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
  /** The labels that each row has. */
  columns: readonly string[];
}

/**
 * Reads up to so many pages of rows. Each page is passed on as soon as nothing better is shown.
 *
 * @param columns the labels that each row shall have
 * @param isNew whether nothing of this list is shown yet: then it begins with a small page
 */
export async function readAlerts(
  view: AlertView,
  columns: readonly string[],
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
    const query = { ...view.filters, view: "row", column: columns, sort: view.sort, limit };
    const answer: Answer<"GET /alerts"> = await call("GET /alerts", {
      query: cursor === null ? query : { ...query, cursor },
      signal,
    });
    if (!isRows(answer)) return;
    read.push(rowsOf(answer.columns, columns));
    total ??= answer.total;
    pending += answer.pending;
    cursor = answer.next;
    limit = PAGE;
    if (isNew || cursor === null || left === 1) {
      show({ rows: joined(read), total, pending, hasMore: cursor !== null, columns });
    }
    if (cursor === null) break;
  }
  if (read.length > 1 || (read[0]?.length ?? 0) > FIRST) {
    await rest(Math.min(LONGEST_REST, REST * (performance.now() - began)), signal);
  }
}

/** So many alerts show which labels tell alerts of one name from each other. */
const SAMPLE = 60;
const MOST_TELLING = 2;

/** The labels that tell the alerts of a list from each other, by the first of them: those with most values for one name. */
export async function tellingLabels(view: AlertView, signal: AbortSignal): Promise<string[]> {
  const query = { ...view.filters, sort: view.sort, limit: SAMPLE };
  const answer: Answer<"GET /alerts"> = await call("GET /alerts", { query, signal });
  return isRows(answer) ? [] : mostTelling(answer.items, MOST_TELLING);
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
