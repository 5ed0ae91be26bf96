/** What is shown of a list while somebody is at it: its rows in their places, and how many more there are by now. */
export interface Held<T> {
  shown: T[];
  newer: number;
}

/**
 * Nothing moves under the reader. Rows that are shown are renewed in their places, also those that have left the list;
 * rows from beyond its end are added there; all others wait, and are counted.
 *
 * @param before what is shown
 * @param now what the list is by now
 */
export function held<T>(before: readonly T[], now: readonly T[], idOf: (one: T) => string): Held<T> {
  const byId = new Map(now.map((one) => [idOf(one), one]));
  const known = new Set(before.map(idOf));
  let end = now.length;
  while (end > 0 && !known.has(idOf(now[end - 1] as T))) end--;
  // Nothing of what is shown is left: then all that there is comes before it.
  const beyond = end === 0 ? [] : now.slice(end);
  return {
    shown: [...before.map((one) => byId.get(idOf(one)) ?? one), ...beyond],
    newer: now.slice(0, end === 0 ? now.length : end).filter((one) => !known.has(idOf(one))).length,
  };
}
