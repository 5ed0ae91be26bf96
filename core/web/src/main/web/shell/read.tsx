import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Topic } from "./changes";
import { Failure } from "./failure";
import { useLive } from "./feed";
import { Loading } from "./loading";

/** What a page has read: nothing yet, a value, a failure, or a value that may be old beside the failure. */
export interface Read<T> {
  value: T | null;
  failure: unknown;
  /** Reads it again at once. */
  again: () => void;
}

/** Reads something now, when what it is about changes, and when asked again. Another key is another thing. */
export function useRead<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  topics: readonly Topic[] = [],
): Read<T> {
  const [found, setFound] = useState<{ key: string; value: T } | null>(null);
  const [failed, setFailed] = useState<{ key: string; failure: unknown } | null>(null);
  const [turn, setTurn] = useState(0);
  useLive(
    topics,
    async (signal) => {
      try {
        const value = await read(signal);
        if (signal.aborted) return;
        setFound({ key, value });
        setFailed(null);
      } catch (failure) {
        if (!signal.aborted) setFailed({ key, failure });
      }
    },
    `${key} ${turn}`,
    { again: topics.length > 0 },
  );
  return {
    value: found?.key === key ? found.value : null,
    failure: failed?.key === key ? failed.failure : null,
    again: () => setTurn((before) => before + 1),
  };
}

/** Shows what was read, or says why it is not there. */
export function Ready<T>({ read, children }: { read: Read<T>; children: (value: T) => ComponentChildren }) {
  return (
    <>
      {read.failure !== null && <Failure failure={read.failure} again={read.again} />}
      {read.value !== null ? children(read.value) : read.failure === null ? <Loading /> : null}
    </>
  );
}
