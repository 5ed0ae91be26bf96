import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Incident } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Failure } from "../shell/failure";
import { Form } from "../shell/form";
import { Loading } from "../shell/loading";
import { toast } from "../shell/toast";
import { say } from "../words";

type Outcome = Answer<"POST /incidents/{id}/merge">;

/** The one that takes the others' alerts unless somebody chooses: the most severe, and of these the oldest. */
function first(incidents: Incident[]): Incident | undefined {
  return [...incidents].sort(
    (a, b) => a.severity.localeCompare(b.severity) || a.created_at.localeCompare(b.created_at),
  )[0];
}

/** Merges what is selected into one of them, after it has said what that does. */
export function Merge({ incidents, done, close }: { incidents: Incident[]; done: () => void; close: () => void }) {
  const [target, setTarget] = useState(first(incidents)?.id ?? "");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const sources = incidents.filter((one) => one.id !== target).map((one) => one.short_id);
  useEffect(() => {
    const aborted = new AbortController();
    setOutcome(null);
    setFailure(null);
    call("POST /incidents/{id}/merge", {
      path: { id: target },
      body: { sources, dry_run: true },
      signal: aborted.signal,
    })
      .then(setOutcome)
      .catch((caught: unknown) => {
        if (!aborted.signal.aborted) setFailure(caught);
      });
    return () => aborted.abort();
  }, [target]);
  return (
    <Dialog title={say("merge.title")} close={close}>
      <fieldset>
        <legend>{say("merge.target")}</legend>
        {incidents.map((one) => (
          <label key={one.id} class="row">
            <input type="radio" name="target" checked={one.id === target} onChange={() => setTarget(one.id)} />
            <span>
              {one.severity.slice(0, 4)} {one.short_id} {one.title}
            </span>
          </label>
        ))}
      </fieldset>
      {failure !== null && <Failure failure={failure} />}
      {failure === null && outcome === null && <Loading />}
      {outcome && (
        <Form
          go={say("merge.go")}
          send={async () => {
            await call("POST /incidents/{id}/merge", { path: { id: target }, body: { sources } });
            toast(say("merge.done", { id: outcome.target.short_id }));
            done();
            close();
          }}
        >
          <Effects of={outcome} />
        </Form>
      )}
    </Dialog>
  );
}

/** What the merge does to alerts and to whoever is paged. */
function Effects({ of }: { of: Outcome }) {
  return (
    <ul>
      <li>{say("merge.alerts", { count: of.alerts, id: of.target.short_id })}</li>
      <li>{say("merge.ends", { ids: of.sources.map((one) => one.short_id).join(", ") })}</li>
      {of.raises_to !== null && <li>{say("merge.raises", { severity: of.raises_to.slice(0, 4) })}</li>}
      {of.starts_paging && <li>{say("merge.starts")}</li>}
      {of.notifies.length > 0 && <li>{say("merge.notifies", { teams: of.notifies.join(", ") })}</li>}
      <li>{say("merge.undo.later")}</li>
    </ul>
  );
}
