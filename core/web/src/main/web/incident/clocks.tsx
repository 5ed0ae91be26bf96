import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { Field, Form } from "../shell/form";
import { Ago, Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

const REASONS = ["customer", "vendor", "change_window", "observation"] as const;
const HOUR = 3_600_000;

type Clock = Answer<"GET /incidents/{id}/clocks">["clocks"][number];

/** How much time is left to acknowledge and to resolve an incident. Nothing where nothing was promised. */
export function Clocks({ me, incident, again }: { me: Self; incident: Incident; again: () => void }) {
  const [all, setAll] = useState<Clock[]>([]);
  const [isHolding, setHolding] = useState(false);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setAll((await call("GET /incidents/{id}/clocks", { path, query: { forecast: "true" }, signal })).clocks);
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version + incident.timeline.length,
    { again: false },
  );
  const shown = (["response", "resolution"] as const).flatMap((kind) => {
    const last = all.findLast((one) => one.kind === kind);
    return last ? [last] : [];
  });
  if (shown.length === 0) return null;
  const release = async () => {
    try {
      setAll((await call("POST /incidents/{id}/holds/release", { path })).clocks);
      toast(say("clock.released"));
      again();
    } catch (caught) {
      toastFailure(inWords(caught).text);
    }
  };
  const resolution = shown.find((one) => one.kind === "resolution");
  const mayHold = may(me, "incident.edit", incident);
  return (
    <section class="panel" aria-label={say("clocks")}>
      <p>
        {shown.map((one, i) => (
          <span key={one.kind}>
            {i > 0 && " · "}
            <strong>{say(`clock.${one.kind}`)}</strong> <State clock={one} />
          </span>
        ))}{" "}
        {mayHold && resolution?.state === "held" && (
          <button type="button" onClick={() => void release()}>
            {say("clock.release")}
          </button>
        )}
        {mayHold && resolution?.state === "running" && (
          <button type="button" onClick={() => setHolding(true)}>
            {say("clock.hold")}
          </button>
        )}
      </p>
      {resolution?.forecast && (
        <p class="soft">
          {say(`clock.forecast.${resolution.forecast.alike}`, {
            met: resolution.forecast.met,
            count: resolution.forecast.incidents,
          })}
        </p>
      )}
      {isHolding && (
        <Dialog title={say("clock.hold.title")} close={() => setHolding(false)}>
          <Form
            go={say("clock.hold.go")}
            send={async ({ reason, hours, message }) => {
              const until = new Date(Date.now() + Number(hours) * HOUR).toISOString();
              setAll((await call("POST /incidents/{id}/holds", { path, body: { reason, until, message } })).clocks);
              setHolding(false);
              toast(say("clock.held.done"));
              again();
            }}
          >
            <p class="field">
              <label for="hold-reason">{say("clock.reason")}</label>
              <select id="hold-reason" name="reason">
                {REASONS.map((reason) => (
                  <option key={reason} value={reason}>
                    {say(`clock.reason.${reason}`)}
                  </option>
                ))}
              </select>
            </p>
            <Field
              label={say("clock.hours")}
              hint={say("clock.hours.hint")}
              name="hours"
              type="number"
              min={1}
              max={72}
              required
              defaultValue="24"
            />
            <Field label={say("clock.message")} name="message" maxLength={1000} />
          </Form>
        </Dialog>
      )}
    </section>
  );
}

function State({ clock }: { clock: Clock }) {
  if (clock.breached_at !== null) {
    return (
      <>
        {say("clock.breached")} <Moment at={clock.breached_at} />
      </>
    );
  }
  if (clock.outcome === "met") return <>{say("clock.met")}</>;
  if (clock.hold) {
    return (
      <>
        {say("clock.held")} <Moment at={clock.hold.ends_at} />
      </>
    );
  }
  if (clock.state === "merged") return <>{say("clock.merged")}</>;
  if (clock.due_at === null) return <>{say("clock.none")}</>;
  return (
    <>
      {say("clock.due")} <Ago at={clock.due_at} isDue />
    </>
  );
}
