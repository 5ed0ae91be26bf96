import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client";
import type { LettersReplayed } from "../api/schema";
import { announce } from "../shell/announce";
import { instantOf } from "../shell/day";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Failure, inWords } from "../shell/failure";
import { say } from "../words";

const AT_ONCE = 200;

/** The filters of the page as the API takes them; `to` leaves out what comes while somebody decides. */
export interface Matching {
  source?: string;
  kind?: string;
  reason?: string;
  from?: string;
  to: string;
}

export function matching(query: URLSearchParams): Matching {
  const from = query.get("from");
  const to = query.get("to");
  return {
    ...(query.get("source") && { source: query.get("source") ?? "" }),
    ...(query.get("kind") && { kind: query.get("kind") ?? "" }),
    ...(query.get("reason") && { reason: query.get("reason") ?? "" }),
    ...(from && { from: instantOf(from, false) }),
    to: to ? instantOf(to, true) : new Date().toISOString(),
  };
}

interface Result {
  replayed: number;
  left: Map<string, number>;
  stopped: string | null;
  remaining: number;
}

/** Counts what matches, asks, and says what became of it. Whoever leaves the page loses nothing: each letter counts by itself. */
export function ReplayAll({ matching, close }: { matching: Matching; close: () => void }) {
  const [count, setCount] = useState<LettersReplayed | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [result, setResult] = useState<Result | null>(null);
  useEffect(() => {
    const body = { ...matching, limit: 1, dry_run: true };
    call("POST /dead-letters/replay", { body }).then(setCount, setFailure);
  }, []);
  const all = count ? count.looked + count.remaining : 0;
  return (
    <Dialog title={say("letters.all")} close={close}>
      {failure !== null && <Failure failure={failure} />}
      {!count && failure === null && <p role="status">{say("loading")}</p>}
      {count && !result && (
        <>
          <p>{say("letters.all.count", { count: all })}</p>
          <p class="soft">{say("letters.all.about")}</p>
          {all > 0 && <Deed act={async () => setResult(await replay(matching, all))}>{say("letters.all.do")}</Deed>}
        </>
      )}
      {result && <Told result={result} />}
    </Dialog>
  );
}

function Told({ result }: { result: Result }) {
  return (
    <div role="status">
      <p>{say("letters.all.done", { count: result.replayed })}</p>
      {result.stopped !== null && (
        <p class="fault">{say("letters.all.stopped", { count: result.remaining, why: result.stopped })}</p>
      )}
      {result.left.size > 0 && (
        <>
          <p>{say("letters.all.left")}</p>
          <ul>
            {[...result.left].map(([reason, count]) => (
              <li key={reason}>
                {count} × {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** A request at a time, until nothing remains or no gateway can be asked. */
async function replay(matching: Matching, all: number): Promise<Result> {
  const result: Result = { replayed: 0, left: new Map(), stopped: null, remaining: 0 };
  let after: string | null = null;
  let looked = 0;
  do {
    const body = { ...matching, limit: AT_ONCE, ...(after !== null && { after }) };
    let step: LettersReplayed;
    try {
      step = await call("POST /dead-letters/replay", { body });
    } catch (failure) {
      if (looked === 0) throw failure;
      return { ...result, stopped: inWords(failure).text };
    }
    result.replayed += step.replayed;
    for (const { reason, count } of step.left) {
      result.left.set(reason, (result.left.get(reason) ?? 0) + count);
    }
    result.stopped = step.stopped;
    result.remaining = step.remaining;
    looked += step.looked;
    after = step.next;
    announce(say("letters.progress", { done: looked, count: all }));
  } while (after !== null && result.stopped === null);
  return result;
}
