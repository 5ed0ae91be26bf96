import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { Copy } from "../shell/copy";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { Ago } from "../shell/time";
import { toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Attached, Shown } from "./runbook";

type Step = Attached["steps"][number];
type State = Step["state"];

const TONES: Record<State, string> = { pending: "", done: "ok", skipped: "", failed: "bad" };

/** One step: what to do, and what people have done about it. */
export function RunbookStep({
  incident,
  step,
  isNext,
  mayAct,
  changed,
  reload,
}: {
  incident: string;
  step: Step;
  /** Whether it is the first one that is open. */
  isNext: boolean;
  mayAct: boolean;
  changed: (now?: Shown) => void;
  reload: () => void;
}) {
  const [asked, setAsked] = useState<"skipped" | "failed" | null>(null);
  const [nonce, setNonce] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const number = String(step.step);
  const isClosed = step.state === "done" || step.state === "skipped";
  const put = (state: State, note = "", confirmation?: string) =>
    call("PUT /incidents/{id}/runbook/steps/{step}", {
      path: { id: incident, step: number },
      body: { state, from: step.state, note, ...(confirmation !== undefined && { confirmation }) },
    });
  const send = async (state: State) => {
    if (busy) return;
    setBusy(true);
    try {
      changed(await put(state));
    } catch (caught) {
      const wanted = confirmationOf(caught);
      if (wanted !== null) setNonce(wanted);
      else {
        toastFailure(inWords(caught).text);
        reload(); // Somebody else was faster.
      }
    } finally {
      setBusy(false);
    }
  };
  const act = (state: State, title: string) => (
    <button
      type="button"
      aria-disabled={busy}
      onClick={() => (state === "skipped" || state === "failed" ? setAsked(state) : void send(state))}
    >
      {title}
      <span class="unseen"> {step.title}</span>
    </button>
  );
  return (
    <li aria-current={isNext ? "step" : undefined}>
      <strong>{step.title}</strong> <span class={`pill ${TONES[step.state]}`}>{say(`steps.state.${step.state}`)}</span>{" "}
      {step.is_critical && <span class="pill warn">{say("steps.critical")}</span>}{" "}
      <span class="soft">{say("steps.minutes", { minutes: step.expected_duration_minutes })}</span>
      {step.executor !== null && step.changed_at !== null && (
        <p class="soft">
          {step.executor} · <Ago at={step.changed_at} />
          {step.note !== "" && ` · ${step.note}`}
        </p>
      )}
      {isClosed ? (
        (step.description !== null || step.command !== null) && (
          <details>
            <summary>{say("steps.what")}</summary>
            <What step={step} />
          </details>
        )
      ) : (
        <What step={step} />
      )}
      {step.rollback_instructions !== null && (
        <details>
          <summary>{say("steps.rollback")}</summary>
          <Copy text={step.rollback_instructions} label={say("steps.rollback.of", { number })} />
        </details>
      )}
      {mayAct && (
        <p class="acts">
          {!isClosed ? (
            <>
              {act("done", say("steps.done"))}
              {act("skipped", say("steps.skip"))}
              {step.state === "pending" && act("failed", say("steps.fail"))}
            </>
          ) : (
            act("pending", say("steps.undo"))
          )}
        </p>
      )}
      {nonce !== null && (
        <Dialog title={say("steps.confirm.title", { title: step.title })} close={() => setNonce(null)}>
          <Form
            go={say("steps.confirm.go")}
            send={async () => {
              changed(await put("done", "", nonce));
              setNonce(null);
            }}
          >
            <p>{say("steps.confirm.about")}</p>
          </Form>
        </Dialog>
      )}
      {asked !== null && (
        <Dialog title={say(`steps.${asked}.title`, { title: step.title })} close={() => setAsked(null)}>
          <Form
            go={say(`steps.${asked}.go`)}
            send={async ({ note = "" }) => {
              changed(await put(asked, note));
              setAsked(null);
            }}
          >
            <Field
              label={say("steps.note")}
              name="note"
              maxLength={2000}
              required={asked === "skipped" && step.is_critical}
            />
          </Form>
        </Dialog>
      )}
    </li>
  );
}

function What({ step }: { step: Step }) {
  return (
    <>
      {step.description !== null && <p class="text">{step.description}</p>}
      {step.command !== null && <Copy text={step.command} label={say("steps.command", { number: step.step })} />}
    </>
  );
}

/** What the server wants to be sent again with the same request; null if it is not that. */
function confirmationOf(caught: unknown): string | null {
  if (!(caught instanceof Refused) || caught.status !== 428) return null;
  return caught.problem.confirmation ?? null;
}
