import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { Deed } from "../shell/deed";
import { useLive } from "../shell/feed";
import { Menu } from "../shell/menu";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";
import { RunbookChoice } from "./runbook-choice";
import { QuickActions } from "./runbook-actions";
import { RunbookStep } from "./runbook-step";

export type Shown = Answer<"GET /incidents/{id}/runbook">;
export type Attached = NonNullable<Shown["runbook"]>;

/** The runbook of an incident: how far people are, and its steps. Nothing where it has none. */
export function IncidentRunbook({
  me,
  incident,
  again,
  isChoosing,
  close,
}: {
  me: Self;
  incident: Incident;
  again: () => void;
  /** Whether one is being chosen. */
  isChoosing: boolean;
  close: () => void;
}) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [turn, setTurn] = useState(0);
  const [isReplacing, setReplacing] = useState(false);
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setShown(await call("GET /incidents/{id}/runbook", { path: { id: incident.id }, signal }));
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version + incident.timeline.length + turn,
    { again: false },
  );
  const mayAct = may(me, "incident.acknowledge", incident);
  const changed = () => {
    setReplacing(false);
    close();
    setTurn((before) => before + 1);
    again();
  };
  const choice = shown !== null && (isChoosing || isReplacing) && (
    <RunbookChoice
      incident={incident}
      version={shown.version}
      done={changed}
      close={() => {
        setReplacing(false);
        close();
      }}
    />
  );
  const runbook = shown?.runbook;
  if (!shown || !runbook) return choice || null;
  const next = runbook.steps.find(({ state }) => state === "pending" || state === "failed");
  return (
    <section class="panel" aria-labelledby="runbook">
      <h2 id="runbook" tabIndex={-1}>
        {say("steps.of", { name: runbook.name })} <Progress runbook={runbook} />
        {mayAct && (
          <Menu>
            <button type="button" onClick={() => setReplacing(true)}>
              {say("steps.replace")}
            </button>
            <Deed
              act={async () => {
                await call("DELETE /incidents/{id}/runbook", { path: { id: incident.id }, version: shown.version });
                toast(say("steps.removed"));
                changed();
              }}
            >
              {say("steps.remove")}
            </Deed>
          </Menu>
        )}
      </h2>
      {runbook.description !== "" && <p class="text">{runbook.description}</p>}
      {runbook.missing.length > 0 && <p class="fault">{say("steps.missing", { names: runbook.missing.join(", ") })}</p>}
      <ol class="steps">
        {runbook.steps.map((step) => (
          <RunbookStep
            key={`${shown.version} ${step.step}`}
            incident={incident.id}
            step={step}
            isNext={step === next}
            mayAct={mayAct}
            changed={(now) => {
              if (now) setShown(now);
              again();
            }}
            reload={() => setTurn((before) => before + 1)}
          />
        ))}
      </ol>
      <QuickActions runbook={runbook} />
      <p class="soft">
        {runbook.is_automatic
          ? say("steps.why", { why: runbook.why })
          : say("steps.by", { by: runbook.attached_by, why: runbook.why }).trim()}{" "}
        {say("steps.version", { version: runbook.version })}
        {runbook.current_version > runbook.version && ` · ${say("steps.newer", { version: runbook.current_version })}`}
      </p>
      {choice}
    </section>
  );
}

function Progress({ runbook: { progress } }: { runbook: Attached }) {
  const { closed, failed, total, minutes_left: minutes } = progress;
  if (total === 0) return null;
  return (
    <>
      <span class={`pill ${failed > 0 ? "bad" : closed === total ? "ok" : ""}`}>
        {say("steps.progress", { closed, total })}
      </span>{" "}
      {minutes > 0 && <span class="soft">{say("steps.left", { minutes })}</span>}
    </>
  );
}
