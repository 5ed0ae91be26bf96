import { useState } from "preact/hooks";
import { call } from "../api/client";
import { iso, localOf } from "../oncall/clock";
import { ownZone } from "../oncall/when";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { type Duty, isOpen, stageName } from "./duty";

/** Records that a report was submitted. The document stays with its owner: only its name and its checksum are sent. */
export function Submission({ duty, done, close }: { duty: Duty; done: () => void; close: () => void }) {
  const zone = ownZone();
  const [proof, setProof] = useState({ name: "", sum: "" });
  const next = duty.stages.find(isOpen);
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    // Pages that come without encryption may not calculate it, so it can be typed.
    const sum = crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())) : "";
    setProof({ name: file.name, sum });
  };
  return (
    <Dialog drawer title={say("law.submit.title")} close={close}>
      <Form
        go={say("law.submit.go")}
        send={async ({
          stage = "",
          at,
          authority = "",
          reference = "",
          submitted_by,
          document = "",
          sum = "",
          reason,
        }) => {
          await call("POST /incidents/{id}/obligations/{obligation}/stages/{stage}/submission", {
            path: { id: duty.incident.id, obligation: duty.id, stage },
            body: {
              at: iso(at ?? "", zone),
              authority,
              reference,
              document,
              document_sha256: sum,
              ...(submitted_by !== undefined && { submitted_by }),
              ...(reason !== undefined && { reason }),
            },
          });
          toast(say("law.submitted"));
          done();
        }}
      >
        <p class="field">
          <label for="field-stage">{say("law.stage")}</label>
          <select id="field-stage" name="stage">
            {duty.stages.map((stage) => (
              <option key={stage.id} value={stage.id} selected={stage.id === next?.id}>
                {stageName(stage)}
              </option>
            ))}
          </select>
        </p>
        <Field
          label={say("law.at", { zone })}
          name="at"
          type="datetime-local"
          defaultValue={localOf(Date.now(), zone)}
          required
        />
        <Field label={say("law.authority")} name="authority" maxLength={200} required />
        <Field
          label={say("law.reference")}
          hint={say("law.reference.hint")}
          name="reference"
          maxLength={200}
          required
        />
        <Field label={say("law.by")} hint={say("law.by.hint")} name="submitted_by" maxLength={200} />
        <p class="field">
          <label for="field-file">{say("law.file")}</label>
          <input id="field-file" type="file" onChange={(event) => void read(event.currentTarget.files?.[0])} />
          <small class="soft">{say("law.file.hint")}</small>
        </p>
        <Field
          key={`name of ${proof.name}`}
          label={say("law.document")}
          name="document"
          maxLength={200}
          defaultValue={proof.name}
          required
        />
        <Field
          key={`sum of ${proof.name}`}
          label={say("law.sum")}
          hint={say("law.sum.hint")}
          name="sum"
          maxLength={64}
          defaultValue={proof.sum}
          required
        />
        <Field label={say("law.reason")} hint={say("law.late.hint")} name="reason" maxLength={2000} />
        <p class="soft">{say("law.nothing")}</p>
      </Form>
    </Dialog>
  );
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
