import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { SourceTypeInfo } from "../api/schema";
import { usePoll } from "../shell/poll";

/** The kinds of senders that this IMAS reads, with what to paste into each. */
export function useTypes(): { types: SourceTypeInfo[] | null; failure: unknown } {
  const [types, setTypes] = useState<SourceTypeInfo[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  usePoll(
    0,
    async (signal) => {
      try {
        setTypes((await call("GET /source-types", { signal })).items);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    "",
  );
  return { types, failure };
}
