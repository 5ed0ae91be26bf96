import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import { inWords } from "../shell/failure";
import { Check, Text } from "../shell/inputs";
import { useRead } from "../shell/read";
import { say } from "../words";
import { bodyOf, type Draft, NEW_STEP } from "./draft";
import { Links } from "./links";
import { StepFields } from "./step-fields";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;
const MOST_STEPS = 50;
const NAMES = 200;
/** Minutes that steps usually take, with what they do. */
const USUAL = [
  ["3", "runbook.usual.diagnosis"],
  ["2", "runbook.usual.command"],
  ["10", "runbook.usual.restart"],
  ["20", "runbook.usual.failover"],
  ["5", "runbook.usual.check"],
] as const;

/** A form for a whole runbook. What the server says is wrong stands below it. */
export function Editor({
  start,
  go,
  send,
  close,
}: {
  start: Draft;
  go: string;
  send: (body: ReturnType<typeof bodyOf>) => Promise<void>;
  close: () => void;
}) {
  const [draft, setDraft] = useState(start);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const focus = useRef<string | null>(null);
  const services = useRead("runbook services", async (signal) =>
    (await call("GET /services", { query: { limit: NAMES }, signal })).items.map(({ name }) => name),
  );
  // What was moved or removed keeps the focus, or hands it to its list.
  useEffect(() => {
    if (focus.current !== null) form.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = null;
  });
  const set = (to: Partial<Draft>) => setDraft({ ...draft, ...to });
  const setSteps = (steps: Draft["steps"]) => set({ steps });
  const move = (at: number, by: number) => {
    const to = at + by;
    if (to < 0 || to >= draft.steps.length) return;
    const steps = [...draft.steps];
    const [moved] = steps.splice(at, 1);
    if (moved) steps.splice(to, 0, moved);
    focus.current = `[data-move="${to}/${by}"]`;
    setSteps(steps);
  };
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setFault("");
    try {
      await send(bodyOf(draft));
    } catch (failure) {
      setFault(inWords(failure).text);
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      class="policy-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <datalist id="runbook-services">
        {services.value?.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id="runbook-minutes">
        {USUAL.map(([minutes, word]) => (
          <option key={word} value={minutes} label={say(word)} />
        ))}
      </datalist>
      <div class="row">
        <Text label={say("name")} value={draft.name} set={(name) => set({ name })} required />
        <Text
          label={say("runbook.service")}
          hint={say("runbook.service.hint")}
          list="runbook-services"
          value={draft.service}
          set={(service) => set({ service })}
        />
      </div>
      <div class="row">
        <Text
          label={say("runbook.pattern")}
          hint={say("runbook.pattern.hint")}
          value={draft.pattern}
          set={(pattern) => set({ pattern })}
        />
        <Text
          label={say("runbook.slug")}
          hint={say("runbook.slug.hint")}
          value={draft.slug}
          set={(slug) => set({ slug })}
        />
      </div>
      <fieldset class="ticks">
        <legend>{say("runbook.severities")}</legend>
        {SEVERITIES.map((one) => (
          <Check
            key={one}
            label={one}
            is={draft.severities.includes(one)}
            set={(is) =>
              set({ severities: SEVERITIES.filter((each) => (each === one ? is : draft.severities.includes(each))) })
            }
          />
        ))}
        <small class="soft">{say("runbook.severities.hint")}</small>
      </fieldset>
      <label class="field">
        {say("description")}
        <textarea
          rows={2}
          value={draft.description}
          onInput={(event) => set({ description: event.currentTarget.value })}
        />
      </label>
      <h3>{say("runbook.steps")}</h3>
      <p class="soft">{say("runbook.placeholders")}</p>
      <ol class="steps">
        {draft.steps.map((step, i) => {
          const number = String(i + 1);
          return (
            <li key={i}>
              <fieldset>
                <legend>{say("runbook.step", { number })}</legend>
                <StepFields
                  step={step}
                  change={(to) => setSteps(draft.steps.map((one, j) => (j === i ? { ...one, ...to } : one)))}
                />
                <p class="row">
                  {([-1, 1] as const).map((by) => (
                    <button
                      key={by}
                      type="button"
                      data-move={`${i}/${by}`}
                      aria-disabled={i + by < 0 || i + by >= draft.steps.length}
                      onClick={() => move(i, by)}
                    >
                      {say(by < 0 ? "runbook.step.up" : "runbook.step.down", { number })}
                    </button>
                  ))}
                  <button
                    type="button"
                    onClick={() => {
                      focus.current = "[data-add]";
                      setSteps(draft.steps.filter((_, j) => j !== i));
                    }}
                  >
                    {say("runbook.step.remove", { number })}
                  </button>
                </p>
              </fieldset>
            </li>
          );
        })}
      </ol>
      {draft.steps.length < MOST_STEPS && (
        <p>
          <button type="button" data-add onClick={() => setSteps([...draft.steps, NEW_STEP])}>
            {say("runbook.step.add")}
          </button>
        </p>
      )}
      <Links draft={draft} set={set} />
      <p class="row">
        <Check label={say("runbook.active")} is={draft.active} set={(active) => set({ active })} />
      </p>
      <p role="alert" class="fault">
        {fault}
      </p>
      <p class="row">
        <button class="primary" aria-disabled={busy}>
          {go}
        </button>
        <button type="button" onClick={close}>
          {say("runbook.cancel")}
        </button>
      </p>
    </form>
  );
}
