import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { instantOf } from "../shell/day";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Failure } from "../shell/failure";
import { say } from "../words";

type Replayed = Answer<"POST /deliveries/replay">;

const AT_ONCE = 1000;

/** The filters of the page as the API takes them; what fails while somebody decides is left out. */
export function failedOf(query: URLSearchParams): Record<string, string> {
  const named = ["incident", "channel", "provider"].flatMap((name) => {
    const value = query.get(name) ?? "";
    return value === "" ? [] : [[name, value]];
  });
  const from = query.get("from");
  const to = query.get("to");
  return {
    ...Object.fromEntries(named),
    ...(from && { from: instantOf(from, false) }),
    to: to ? instantOf(to, true) : new Date().toISOString(),
  };
}

/** Counts the failed notifications that match and would be sent again, asks, and says what became of them. */
export function ReplayMany({ failed, close }: { failed: Record<string, string>; close: () => void }) {
  const [tried, setTried] = useState<Replayed | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [done, setDone] = useState<Replayed | null>(null);
  const body = { ...failed, limit: AT_ONCE };
  useEffect(() => {
    call("POST /deliveries/replay", { body: { ...body, dry_run: true } }).then(setTried, setFailure);
  }, []);
  return (
    <Dialog title={say("deliveries.resend")} close={close}>
      {failure !== null && <Failure failure={failure} />}
      {!tried && failure === null && <p role="status">{say("loading")}</p>}
      {tried && !done && (
        <>
          <p>{say("deliveries.resend.count", { count: tried.replayed })}</p>
          {tried.replayed > 0 && <p class="soft">{say("deliveries.resend.about")}</p>}
          <Left of={tried} />
          {tried.replayed > 0 && (
            <Deed primary act={async () => setDone(await call("POST /deliveries/replay", { body }))}>
              {say("deliveries.resend.go")}
            </Deed>
          )}
        </>
      )}
      {done && (
        <div role="status">
          <p>{say("deliveries.resend.done", { count: done.replayed })}</p>
          {done.has_more && <p>{say("deliveries.resend.more")}</p>}
          <Left of={done} />
        </div>
      )}
    </Dialog>
  );
}

/** What is not sent again, and why. */
function Left({ of: { left } }: { of: Replayed }) {
  if (left.length === 0) return null;
  return (
    <>
      <p>{say("deliveries.resend.left")}</p>
      <ul>
        {left.map(({ reason, count }) => (
          <li key={reason}>
            {count} × {say(`deliveries.left.${reason}`)}
          </li>
        ))}
      </ul>
    </>
  );
}
