import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Icon } from "../shell/icon";
import { CHECK, PAGED, WARNING } from "../shell/icons";
import { href } from "../shell/router";
import { Ago } from "../shell/time";
import { say } from "../words";
import type { Incident } from "./incident";
import { isRun, type Newest, newestOf, type Run } from "./newest";

/** Reads it. The page is shown without it too, so no failure is one of the page. */
export async function newestRun(incident: string, signal: AbortSignal): Promise<Newest | null> {
  try {
    return newestOf(await call("GET /incidents/{id}/escalation", { path: { id: incident }, signal }));
  } catch {
    return null;
  }
}

/** What happens next with an open incident: who is paged, by which step, and when; who has acknowledged it, or until when it is snoozed. */
export function Next({
  me,
  incident,
  run,
  escalate,
}: {
  me: Self;
  incident: Incident;
  run: Newest | null;
  /** Takes the next step now; left out if its reader may not, or if none is to come. */
  escalate?: () => Promise<void>;
}) {
  if (incident.snoozed_until !== null) {
    return (
      <Banner kind="ok" icon={CHECK}>
        <strong>{say("incident.next.snoozed")}</strong> <Ago at={incident.snoozed_until} isDue />
      </Banner>
    );
  }
  if (run === null || incident.storm?.is_held) return null;
  switch (incident.status) {
    case "TRIGGERED":
      return <Waiting me={me} run={run} {...(escalate ? { escalate } : {})} />;
    case "ACKNOWLEDGED":
      return run !== "none" && isRun(run) && run.state === "acknowledged" && run.ended_at !== undefined ? (
        <Banner kind="ok" icon={CHECK}>
          <strong>{say("incident.next.has", { name: run.ended_by ?? "" })}</strong> · <Ago at={run.ended_at} />
        </Banner>
      ) : null;
    case "MITIGATED":
    case "RESOLVED":
      return null;
  }
}

function Waiting({ me, run, escalate }: { me: Self; run: Newest; escalate?: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  if (run === "none") {
    return (
      <Banner kind="warn" icon={WARNING}>
        <strong>{say("incident.next.waits")}</strong> {say("incident.next.never")}
      </Banner>
    );
  }
  const button = escalate && (
    <button
      type="button"
      aria-disabled={isBusy}
      onClick={() => {
        if (isBusy) return;
        setBusy(true);
        void escalate().finally(() => setBusy(false));
      }}
    >
      {say(isRun(run) ? "incident.escalate" : "incident.escalate.start")}
    </button>
  );
  if (!isRun(run)) {
    return (
      <Banner kind="warn" icon={WARNING} action={button}>
        <strong>{say("incident.next.waits")}</strong> {say("incident.next.unpaged", { name: run.by })} ·{" "}
        <Ago at={run.at} />
      </Banner>
    );
  }
  const { next, awaits_last_answer: isLast } = run;
  return (
    <Banner kind={next ? "bad" : "warn"} icon={next ? PAGED : WARNING} action={button}>
      <strong>{say("incident.next.waits")}</strong> <LastPaged run={run} />
      {next ? (
        <>
          <strong>
            {next.pages.length > 0
              ? say("incident.next.pages", { names: next.pages.join(", ") })
              : say("incident.next.nobody")}
          </strong>{" "}
          · <Ago at={next.due_at} isDue />
        </>
      ) : (
        say(isLast ? "incident.next.last" : "incident.next.none")
      )}
      {next && run.policy && <Step me={me} policy={run.policy} step={next.step} />}
    </Banner>
  );
}

/** Whom the last step that found somebody has paged. */
function LastPaged({ run }: { run: Run }) {
  const step = run.steps.findLast(({ status }) => status === "notified");
  if (step === undefined) return null;
  const names = [...new Set(step.told.map(({ name }) => name))];
  return (
    <>
      {say("incident.next.paged", { names: names.join(", ") })} · <Ago at={step.taken_at} />.{" "}
    </>
  );
}

function Step({ me, policy, step }: { me: Self; policy: NonNullable<Run["policy"]>; step: number }) {
  const text = say("incident.next.step", { name: policy.name, step });
  const query = new URLSearchParams({ version: String(policy.version), step: String(step) });
  return (
    <>
      {" "}
      ·{" "}
      {me.permissions.includes("escalation_policy.read") ? (
        <a href={href(`/policies/${policy.id}?${query}`)}>{text}</a>
      ) : (
        text
      )}
    </>
  );
}

function Banner({
  kind,
  icon,
  action,
  children,
}: {
  kind: "ok" | "warn" | "bad";
  icon: string;
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class={`banner ${kind}`} aria-label={say("incident.next")}>
      <Icon of={icon} />
      <p>{children}</p>
      {action}
    </section>
  );
}
