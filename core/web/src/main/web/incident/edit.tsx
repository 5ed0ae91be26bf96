import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"];

interface Correction {
  title?: string;
  severity?: string;
}

/** Corrects an incident, of the version that is shown: whoever was slower is told so, and sees what it is now. */
export type Correct = (correction: Correction, undo?: Correction) => Promise<void>;

/** The way to correct an incident; null for whoever may not. */
export function correcting(
  me: Self,
  incident: Incident,
  show: (change: Partial<Incident>) => void,
  again: () => void,
): Correct | null {
  if (!may(me, "incident.edit", incident)) return null;
  return async (correction, undo) => {
    const path = { id: incident.id };
    try {
      const now = await call("PATCH /incidents/{id}", { path, body: correction, version: incident.version });
      show(now);
      const back = async () => {
        try {
          show(await call("PATCH /incidents/{id}", { path, body: undo ?? {}, version: now.version }));
        } catch (failure) {
          toastFailure(inWords(failure).text);
        }
        again();
      };
      toast(say("incident.edit.done"), undo ? () => void back() : undefined);
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
    again();
  };
}

/** The severity, to be chosen anew. */
export function SeverityField({ incident, correct }: { incident: Incident; correct: Correct }) {
  return (
    <select
      aria-label={say("incidents.severity")}
      value={incident.severity.slice(0, 4)}
      onChange={(event) => void correct({ severity: event.currentTarget.value }, { severity: incident.severity })}
    >
      {SEVERITIES.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

/** Its title, in a form that opens. */
export function Edit({
  incident,
  correct,
  children,
}: {
  incident: Incident;
  correct: Correct;
  /** What else can be edited. */
  children: ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div class="row">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {say("incident.edit")}
      </button>
      {children}
      {isOpen && (
        <Form
          go={say("incident.edit.go")}
          send={async (values) => {
            await correct({ title: values["title"] ?? incident.title }, { title: incident.title });
            setOpen(false);
          }}
        >
          <Field label={say("incident.edit.title")} name="title" value={incident.title} required maxLength={500} />
        </Form>
      )}
    </div>
  );
}
