import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { type Duty, isOpen, stageName } from "./duty";

const KINDS = ["not_required", "impossible"] as const;

/** Ends a stage without a report, with a reason. */
export function Waiver({ duty, done, close }: { duty: Duty; done: () => void; close: () => void }) {
  return (
    <Dialog title={say("law.waive.title")} close={close}>
      <Form
        go={say("law.waive.go")}
        send={async ({ stage = "", kind, reason = "" }) => {
          await call("POST /incidents/{id}/obligations/{obligation}/stages/{stage}/waiver", {
            path: { id: duty.incident.id, obligation: duty.id, stage },
            body: { kind: kind === "impossible" ? "impossible" : "not_required", reason },
          });
          toast(say("law.waived"));
          done();
        }}
      >
        <p class="field">
          <label for="field-stage">{say("law.stage")}</label>
          <select id="field-stage" name="stage">
            {duty.stages.filter(isOpen).map((stage) => (
              <option key={stage.id} value={stage.id}>
                {stageName(stage)}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="field-kind">{say("law.kind")}</label>
          <select id="field-kind" name="kind">
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {say(`law.kind.${kind}`)}
              </option>
            ))}
          </select>
        </p>
        <Field label={say("law.reason")} hint={say("law.waive.hint")} name="reason" maxLength={2000} required />
      </Form>
    </Dialog>
  );
}
