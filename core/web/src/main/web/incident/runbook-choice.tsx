import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

const MOST = 500;

/** Chooses the runbook of an incident: those that fit come first, with why. */
export function RunbookChoice({
  incident,
  version,
  done,
  close,
}: {
  incident: Incident;
  /** Of what it has now. */
  version: number;
  done: () => void;
  close: () => void;
}) {
  const path = { id: incident.id };
  const read = useRead(`runbooks for ${incident.id}`, async (signal) => {
    const [fit, all] = await Promise.all([
      call("GET /incidents/{id}/runbook/suggestions", { path, signal }),
      call("GET /runbooks", { query: { active: "true", limit: MOST }, signal }),
    ]);
    const best = [...(fit.chosen ? [fit.chosen] : []), ...fit.others];
    const others = all.items.filter(({ id }) => !best.some((one) => one.id === id));
    return { best, others };
  });
  return (
    <Dialog title={say("steps.choose")} close={close}>
      <Ready read={read}>
        {({ best, others }) =>
          best.length + others.length === 0 ? (
            <p>{say("steps.choose.none")}</p>
          ) : (
            <Form
              go={say("steps.choose.go")}
              send={async ({ runbook = "", why }) => {
                await call("PUT /incidents/{id}/runbook", { path, body: { runbook, why }, version });
                toast(say("steps.chosen"));
                done();
              }}
            >
              <p class="field">
                <label for="field-runbook">{say("incident.runbook")}</label>
                <select id="field-runbook" name="runbook">
                  {best.map(({ id, name, why }) => (
                    <option key={id} value={id}>
                      {name} ({why})
                    </option>
                  ))}
                  {others.map(({ id, name, service }) => (
                    <option key={id} value={id}>
                      {name}
                      {service ? ` (${service.name})` : ""}
                    </option>
                  ))}
                </select>
              </p>
              <Field label={say("steps.choose.why")} name="why" maxLength={500} />
            </Form>
          )
        }
      </Ready>
    </Dialog>
  );
}
