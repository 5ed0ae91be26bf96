import type { SavedView } from "../api/schema";

/** What an address holds of a moment and not of a view. */
const MOMENTARY = ["selected"];

/** What a view keeps of an address: without what is selected, and always in the same order. */
export function plain(query: URLSearchParams): string {
  const kept = new URLSearchParams([...query].filter(([name, value]) => value !== "" && !MOMENTARY.includes(name)));
  kept.sort();
  return kept.toString();
}

/** The view that shows just this; of several, one's own. */
export function sameAs(views: readonly SavedView[], now: string): SavedView | null {
  const same = now === "" ? [] : views.filter((one) => plain(new URLSearchParams(one.query)) === now);
  return same.find((one) => one.is_own) ?? same[0] ?? null;
}
