import { Check, Choice, Text } from "../shell/inputs";
import { say } from "../words";
import type { ActionDraft, DocDraft, Draft } from "./draft";

const MOST = 20;

/** The quick actions and documents of a runbook. */
export function Links({ draft, set }: { draft: Draft; set: (to: Partial<Draft>) => void }) {
  const { actions, docs } = draft;
  const action = (at: number, to: Partial<ActionDraft>) =>
    set({ actions: actions.map((one, i) => (i === at ? { ...one, ...to } : one)) });
  const doc = (at: number, to: Partial<DocDraft>) =>
    set({ docs: docs.map((one, i) => (i === at ? { ...one, ...to } : one)) });
  return (
    <>
      <h3>{say("runbook.actions")}</h3>
      {actions.map((one, i) => (
        <fieldset key={i}>
          <legend>{one.label || say("runbook.action", { number: i + 1 })}</legend>
          <div class="row">
            <Text
              label={say("runbook.action.label")}
              value={one.label}
              set={(label) => action(i, { label })}
              required
            />
            <Choice
              label={say("runbook.action.type")}
              value={one.type}
              choices={[
                ["link", say("runbook.action.link")],
                ["command", say("runbook.action.command")],
              ]}
              set={(type) => action(i, { type: type === "command" ? "command" : "link" })}
            />
            <Text
              label={say(one.type === "link" ? "runbook.url" : "runbook.action.command")}
              value={one.target}
              set={(target) => action(i, { target })}
              required
            />
          </div>
          <p class="row">
            <Check
              label={say("runbook.action.confirmed")}
              is={one.confirmed}
              set={(confirmed) => action(i, { confirmed })}
            />
            <button type="button" onClick={() => set({ actions: actions.filter((_, j) => j !== i) })}>
              {say("runbook.remove")}
              <span class="unseen"> {one.label}</span>
            </button>
          </p>
        </fieldset>
      ))}
      {actions.length < MOST && (
        <p>
          <button
            type="button"
            onClick={() =>
              set({ actions: [...actions, { id: "", label: "", type: "link", target: "", confirmed: false }] })
            }
          >
            {say("runbook.action.add")}
          </button>
        </p>
      )}
      <h3>{say("runbook.docs")}</h3>
      {docs.map((one, i) => (
        <div key={i} class="row">
          <Text label={say("runbook.doc.title")} value={one.title} set={(title) => doc(i, { title })} required />
          <Text label={say("runbook.url")} type="url" value={one.url} set={(url) => doc(i, { url })} required />
          <button type="button" onClick={() => set({ docs: docs.filter((_, j) => j !== i) })}>
            {say("runbook.remove")}
            <span class="unseen"> {one.title}</span>
          </button>
        </div>
      ))}
      {docs.length < MOST && (
        <p>
          <button type="button" onClick={() => set({ docs: [...docs, { title: "", url: "" }] })}>
            {say("runbook.doc.add")}
          </button>
        </p>
      )}
    </>
  );
}
