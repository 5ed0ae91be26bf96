import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"];

interface Correction {
  title?: string;
  severity?: string;
  lead?: string | null;
}

/** Corrects an incident, of the version that is shown: whoever was slower is told so, and sees what it is now. */
export function Edit({
  me,
  incident,
  show,
  again,
}: {
  me: Self;
  incident: Incident;
  show: (change: Partial<Incident>) => void;
  again: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const send = async (correction: Correction, undo?: Correction) => {
    try {
      const path = { id: incident.id };
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
  const mine = me.owner?.name;
  return (
    <div class="row">
      {mine && incident.lead !== mine && (
        <button type="button" onClick={() => void send({ lead: mine }, { lead: incident.lead })}>
          {say("incident.lead.me")}
        </button>
      )}
      <label>
        {say("incidents.severity")}{" "}
        <select
          value={incident.severity.slice(0, 4)}
          onChange={(event) => void send({ severity: event.currentTarget.value }, { severity: incident.severity })}
        >
          {SEVERITIES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {say("incident.edit")}
      </button>
      {isOpen && (
        <Form
          go={say("incident.edit.go")}
          send={async (values) => {
            await send(
              { title: values["title"] ?? incident.title, lead: values["lead"] ?? null },
              { title: incident.title, lead: incident.lead },
            );
            setOpen(false);
          }}
        >
          <Field label={say("incident.edit.title")} name="title" value={incident.title} required maxLength={500} />
          <Field label={say("incident.lead")} name="lead" value={incident.lead ?? ""} maxLength={200} />
        </Form>
      )}
    </div>
  );
}
