import { useState } from "preact/hooks";
import { type Topic, useLive } from "../shell/feed";

/** What a panel shows: nothing yet, what was answered last, and what went wrong since. */
export interface Asked<T> {
  value: T | null;
  failure: unknown;
  /** When that was answered. */
  at: string;
}

/** Asks what a panel shows, and again when it changes, but no more often than so. */
export function useAsked<T>(
  topics: readonly Topic[],
  ask: (signal: AbortSignal) => Promise<T>,
  gap: number,
  key = "",
): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ value: null, failure: null, at: "" });
  useLive(
    topics,
    async (signal) => {
      try {
        setAsked({ value: await ask(signal), failure: null, at: new Date().toISOString() });
        return true;
      } catch (failure) {
        if (signal.aborted) return true;
        setAsked((before) => ({ ...before, failure }));
        return false;
      }
    },
    key,
    { gap },
  );
  return asked;
}
