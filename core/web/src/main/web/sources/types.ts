import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { SourceTypeInfo } from "../api/schema";
import { usePoll } from "../shell/poll";

/** Which sources take mail, and where; null where none does. */
export type MailIn = Answer<"GET /source-types">["mail"];

/** The kinds of senders that this IMAS reads, with what to paste into each. */
export function useTypes(): { types: SourceTypeInfo[] | null; mail: MailIn; failure: unknown } {
  const [types, setTypes] = useState<SourceTypeInfo[] | null>(null);
  const [mail, setMail] = useState<MailIn>(null);
  const [failure, setFailure] = useState<unknown>(null);
  usePoll(
    0,
    async (signal) => {
      try {
        const read = await call("GET /source-types", { signal });
        setMail(read.mail);
        setTypes(read.items);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    "",
  );
  return { types, mail, failure };
}
