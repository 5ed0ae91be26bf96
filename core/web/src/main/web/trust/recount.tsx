import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Deed } from "../shell/deed";
import { Moment } from "../shell/time";
import { locale, say, type Word } from "../words";

/** Has the server compare the ledger with its rows, and names what differs. */
export function Recount() {
  const [found, setFound] = useState<Answer<"POST /ledger/recount"> | null>(null);
  const [isBusy, setBusy] = useState(false);
  const number = (value: number) => value.toLocaleString(locale());
  const recount = async () => {
    setBusy(true);
    try {
      setFound(await call("POST /ledger/recount"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="trust-recount" aria-labelledby="trust-recount">
      <h2 id="trust-recount">{say("recount.title")}</h2>
      <p>{say("recount.about")}</p>
      <p>
        <Deed act={recount}>{say("recount.go")}</Deed>
      </p>
      <div role="status">
        {isBusy && <p>{say("recount.busy")}</p>}
        {!isBusy && found && (
          <>
            <p class={found.balanced ? undefined : "fault"}>
              {found.balanced ? say("recount.balanced") : say("recount.differs", { count: number(found.differences) })}{" "}
              <span class="soft">
                <Moment at={found.counted_at} /> · {say("recount.took", { ms: number(found.took_ms) })}
              </span>
            </p>
            {found.since !== null && (
              <p class="soft">
                {say("recount.since")} <Moment at={found.since} />
              </p>
            )}
          </>
        )}
      </div>
      {!isBusy && found && !found.balanced && (
        <ul class="list">
          {found.items.map((one) => (
            <li key={`${one.minute} ${one.source} ${one.figure}`}>
              {one.minute !== null && <Moment at={one.minute} />}{" "}
              {one.source === null ? say("recount.allSources") : (one.source_name ?? one.source)}:{" "}
              <strong>{say(`ledger.${one.figure}` as Word)}</strong>{" "}
              {say("recount.figures", { inLedger: number(one.in_ledger), recounted: number(one.recounted) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
