import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { CauseInput, FieldInputs, useFields } from "../fields/inputs";
import { othersIn, valuesIn } from "../fields/values";
import { resolveChildren } from "../graph/children";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { useRead } from "../shell/read";
import { say } from "../words";
import { resolve } from "./act";
import type { Incident } from "./incident";

const LONGEST_NOTE = 5_000;
const LONGEST_CAUSE = 2_000;

/** Resolves with a note and a root cause. Neither is needed: Enter in an empty field resolves at once. */
export function Resolve({
  me,
  incident,
  show,
  close,
}: {
  me: Self;
  incident: Incident;
  show: (change: Partial<Incident>) => void;
  close: () => void;
}) {
  const links = useRead(`children of ${incident.id}`, (signal) =>
    call("GET /incidents/{id}/links", { path: { id: incident.id }, signal }),
  );
  const asked = useFields().value?.filter((one) => one.required_at !== "none") ?? [];
  const [isLater, setLater] = useState(false);
  const children = links.value?.open_children ?? [];
  return (
    <Dialog title={say("incident.resolve.title", { id: incident.short_id })} close={close}>
      <Form
        go={say("incident.resolve")}
        send={async (values) => {
          const { children: also, later, ...said } = othersIn(values);
          const fields = valuesIn(asked, values, incident.fields);
          await resolve(
            me,
            incident,
            {
              ...said,
              ...(Object.keys(fields).length > 0 && { fields }),
              ...(later !== undefined && { fields_later: true }),
            },
            show,
          );
          if (also) await resolveChildren(children);
          close();
        }}
      >
        <Said name="message" label={say("incident.note")} hint={say("incident.note.hint")} maxLength={LONGEST_NOTE} />
        <Said
          name="root_cause"
          label={say("incident.cause")}
          hint={say("incident.cause.hint")}
          maxLength={LONGEST_CAUSE}
        />
        <CauseInput chosen={incident.cause?.key ?? ""} />
        <FieldInputs fields={asked} values={incident.fields} isRequired={!isLater} />
        {asked.length > 0 && (
          <label class="tick">
            <input
              type="checkbox"
              name="later"
              value="yes"
              onChange={({ currentTarget: { checked } }) => setLater(checked)}
            />{" "}
            {say("fields.later")}
          </label>
        )}
        {children.length > 0 && (
          <label class="tick">
            <input type="checkbox" name="children" value="yes" />{" "}
            {say("links.children.also", { ids: children.join(", ") })}
          </label>
        )}
      </Form>
    </Dialog>
  );
}

interface SaidProps {
  name: string;
  label: string;
  hint: string;
  maxLength: number;
}

function Said({ name, label, hint, maxLength }: SaidProps) {
  const id = `resolve-${name}`;
  const pressed = (event: KeyboardEvent) => {
    const field = event.currentTarget;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !(field instanceof HTMLTextAreaElement)) return;
    if (field.value !== "" && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    field.form?.requestSubmit();
  };
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        rows={3}
        maxLength={maxLength}
        aria-describedby={`${id}-hint`}
        onKeyDown={pressed}
      />
      <small id={`${id}-hint`} class="soft">
        {hint}
      </small>
    </p>
  );
}
