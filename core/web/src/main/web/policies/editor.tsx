import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { EscalationTarget, Self } from "../api/schema";
import { inWords } from "../shell/failure";
import { Check, Lines, Minutes, Text } from "../shell/inputs";
import { useRead } from "../shell/read";
import { say } from "../words";
import {
  asType,
  bodyOf,
  type Draft,
  durationOf,
  FIELDS,
  shownOf,
  withField,
  isNeeded,
  moved,
  NEW_STEP,
  type StepDraft,
  type TargetType,
} from "./draft";
import { Hours } from "./hours";
import { cumulative } from "./minutes";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;
const TYPES = Object.keys(FIELDS) as TargetType[];
const MOST = 20;
const NAMES = 200;

/** The names that there are, as far as the reader may see them. */
interface Named {
  user: string[];
  team: string[];
  schedule: string[];
}

/** A form for a whole policy. What the server says is wrong stands below it, with the field's name. */
export function Editor({
  me,
  start,
  go,
  send,
  close,
}: {
  me: Self;
  start: Draft;
  go: string;
  send: (body: ReturnType<typeof bodyOf>) => Promise<void>;
  close: () => void;
}) {
  const [draft, setDraft] = useState(start);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const names = useNames(me);
  const set = (to: Partial<Draft>) => setDraft({ ...draft, ...to });
  const setSteps = (steps: StepDraft[]) => set({ steps });
  const at = cumulative(draft.steps.map(({ minutes }) => ({ after: durationOf(minutes) })));
  const form = useRef<HTMLFormElement>(null);
  const focus = useRef<string | null>(null);
  // What was moved or removed keeps the focus, or hands it to its list.
  useEffect(() => {
    if (focus.current !== null) form.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = null;
  });
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
      <Names names={names} />
      <div class="row">
        <Text label={say("name")} value={draft.name} set={(name) => set({ name })} required />
        <Text
          label={say("policy.edit.team")}
          hint={say("policy.edit.team.hint")}
          list="policy-names-team"
          value={draft.team}
          set={(team) => set({ team })}
        />
      </div>
      <Severities
        title={say("policy.edit.severities")}
        chosen={draft.severities}
        set={(severities) => set({ severities })}
      />
      <Lines label={say("policy.edit.labels")} value={draft.labels} set={(labels) => set({ labels })} />
      <p class="row">
        <Check label={say("policy.edit.default")} is={draft.is_default} set={(is) => set({ is_default: is })} />
        <Check label={say("policy.edit.active")} is={draft.is_active} set={(is) => set({ is_active: is })} />
      </p>
      <ol class="steps">
        {draft.steps.map((step, i) => {
          const number = String(i + 1);
          return (
            <li key={i}>
              <fieldset>
                <legend>{say("policy.edit.step", { number, minutes: at[i] ?? 0 })}</legend>
                <Step
                  step={step}
                  isFirst={i === 0}
                  change={(to) => setSteps(draft.steps.map((one, j) => (j === i ? { ...one, ...to } : one)))}
                />
                <p class="row">
                  {([-1, 1] as const).map((by) => (
                    <button
                      key={by}
                      type="button"
                      data-move={`${i}/${by}`}
                      aria-disabled={i + by < 0 || i + by >= draft.steps.length}
                      onClick={() => {
                        if (i + by < 0 || i + by >= draft.steps.length) return;
                        focus.current = `[data-move="${i + by}/${by}"]`;
                        setSteps(moved(draft.steps, i, by));
                      }}
                    >
                      {say(by < 0 ? "policy.edit.up" : "policy.edit.down", { number })}
                    </button>
                  ))}
                  {draft.steps.length > 1 && (
                    <button
                      type="button"
                      onClick={() => {
                        focus.current = "[data-add]";
                        setSteps(draft.steps.filter((_, j) => j !== i));
                      }}
                    >
                      {say("policy.edit.removeStep", { number })}
                    </button>
                  )}
                </p>
              </fieldset>
            </li>
          );
        })}
      </ol>
      {draft.steps.length < MOST && (
        <p>
          <button type="button" data-add onClick={() => setSteps([...draft.steps, NEW_STEP])}>
            {say("policy.edit.addStep")}
          </button>
        </p>
      )}
      <div class="row">
        <Text
          label={say("policy.edit.rounds")}
          type="number"
          min={1}
          max={10}
          value={String(draft.rounds)}
          set={(rounds) => set({ rounds: Number(rounds) })}
          required
        />
        <Minutes label={say("policy.edit.repeat")} value={draft.repeat} set={(repeat) => set({ repeat })} required />
        <Minutes
          label={say("policy.edit.resume")}
          hint={say("policy.edit.resume.hint")}
          value={draft.resume}
          set={(resume) => set({ resume })}
        />
      </div>
      <label class="field">
        {say("description")}
        <textarea
          rows={2}
          value={draft.description}
          onInput={(event) => set({ description: event.currentTarget.value })}
        />
      </label>
      <p role="alert" class="fault">
        {fault}
      </p>
      <p class="row">
        <button class="primary" aria-disabled={busy}>
          {go}
        </button>
        <button type="button" onClick={close}>
          {say("policy.edit.cancel")}
        </button>
      </p>
    </form>
  );
}

/** Of users, teams and schedules; what may not be read is typed. */
function useNames(me: Self): Named {
  const may = (permission: string) => me.permissions.includes(permission);
  const read = useRead(`policy names ${me.permissions.length}`, async (signal): Promise<Named> => {
    const query = { limit: NAMES };
    const [users, teams, schedules] = await Promise.all([
      may("user.read") ? call("GET /users", { query, signal }) : null,
      may("team.read") ? call("GET /teams", { query, signal }) : null,
      may("on_call.read") ? call("GET /schedules", { query, signal }) : null,
    ]);
    return {
      user: users?.items.map(({ username }) => username) ?? [],
      team: teams?.items.map(({ name }) => name) ?? [],
      schedule: schedules?.items.map(({ name }) => name) ?? [],
    };
  });
  return read.value ?? { user: [], team: [], schedule: [] };
}

function Names({ names }: { names: Named }) {
  return (
    <>
      {(["user", "team", "schedule"] as const).map((kind) => (
        <datalist key={kind} id={`policy-names-${kind}`}>
          {names[kind].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ))}
    </>
  );
}

function Step({
  step,
  isFirst,
  change,
}: {
  step: StepDraft;
  isFirst: boolean;
  change: (to: Partial<StepDraft>) => void;
}) {
  const { notify } = step;
  return (
    <>
      <Minutes
        label={say(isFirst ? "policy.edit.firstAfter" : "policy.edit.after")}
        value={step.minutes}
        set={(minutes) => change({ minutes })}
        required
      />
      <ul class="list">
        {notify.map((target, i) => (
          <li key={i} class="row">
            <TargetFields
              target={target}
              set={(to) => change({ notify: notify.map((one, j) => (j === i ? to : one)) })}
            />
            {notify.length > 1 && (
              <button type="button" onClick={() => change({ notify: notify.filter((_, j) => j !== i) })}>
                {say("policy.edit.removeTarget")}
                <span class="unseen"> {say(`policy.target.${target.type}`)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {notify.length < MOST && (
        <p>
          <button type="button" onClick={() => change({ notify: [...notify, { type: "user" }] })}>
            {say("policy.edit.addTarget")}
          </button>
        </p>
      )}
      <details open={step.channels + step.labels !== "" || step.severities.length > 0 || step.hours !== undefined}>
        <summary>{say("policy.edit.more")}</summary>
        <Text
          label={say("policy.edit.channels")}
          hint={say("policy.edit.channels.hint")}
          value={step.channels}
          set={(channels) => change({ channels })}
        />
        <Severities
          title={say("policy.edit.when.severities")}
          chosen={step.severities}
          set={(severities) => change({ severities })}
        />
        <Lines label={say("policy.edit.when.labels")} value={step.labels} set={(labels) => change({ labels })} />
        <Hours hours={step.hours} set={(hours) => change({ hours })} />
      </details>
    </>
  );
}

function TargetFields({ target, set }: { target: EscalationTarget; set: (to: EscalationTarget) => void }) {
  return (
    <>
      <label class="field">
        {say("policy.edit.tell")}
        <select value={target.type} onChange={(event) => set(asType(target, event.currentTarget.value as TargetType))}>
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {say(`policy.target.${type}`)}
            </option>
          ))}
        </select>
      </label>
      {FIELDS[target.type].map((field) => {
        const label = say(`policy.edit.of.${field}`);
        if (field === "round_robin") {
          return (
            <Check
              key={field}
              label={label}
              is={target.round_robin === true}
              set={(is) => set({ ...target, round_robin: is })}
            />
          );
        }
        return (
          <Text
            key={field}
            label={label}
            type={field === "level" ? "number" : field === "email" ? "email" : "text"}
            value={shownOf(target, field)}
            set={(typed) => set(withField(target, field, typed))}
            required={isNeeded(field)}
            {...(field === "level" && { min: 1, max: 10 })}
            {...((field === "user" || field === "team" || field === "schedule") && { list: `policy-names-${field}` })}
          />
        );
      })}
    </>
  );
}

function Severities({ title, chosen, set }: { title: string; chosen: string[]; set: (chosen: string[]) => void }) {
  return (
    <fieldset class="wrap">
      <legend>{title}</legend>
      {SEVERITIES.map((one) => (
        <Check
          key={one}
          label={one}
          is={chosen.some((other) => other.startsWith(one))}
          set={(is) =>
            set(SEVERITIES.filter((other) => (other === one ? is : chosen.some((c) => c.startsWith(other)))))
          }
        />
      ))}
    </fieldset>
  );
}
