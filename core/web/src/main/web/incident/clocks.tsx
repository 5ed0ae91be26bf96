import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Ago, Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

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
        setAll((await call("GET /incidents/{id}/clocks", { path, signal })).clocks);
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
      {isHolding && (
        <Dialog title={say("clock.hold.title")} close={() => setHolding(false)}>
          <SchemaForm
            schema={schema()}
            go={say("clock.hold.go")}
            send={async (body) => {
              setAll((await call("POST /incidents/{id}/holds", { path, body })).clocks);
              setHolding(false);
              toast(say("clock.held.done"));
              again();
            }}
          />
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

function schema(): Schema {
  const reasons = ["customer", "vendor", "change_window", "observation"] as const;
  return {
    properties: {
      reason: {
        title: say("clock.reason"),
        type: "string",
        enum: [...reasons],
        titles: reasons.map((reason) => say(`clock.reason.${reason}`)),
      },
      until: { title: say("clock.until"), description: say("clock.until.hint"), format: "date-time" },
      message: { title: say("clock.message"), type: "string", maxLength: 1000 },
    },
    required: ["reason", "until"],
  };
}
