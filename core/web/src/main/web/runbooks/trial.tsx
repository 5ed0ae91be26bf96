import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { say } from "../words";

type Found = Answer<"POST /runbooks/try">;

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;

/** Asks which runbook an incident would get, and why. */
export function Trial({ close }: { close: () => void }) {
  const [found, setFound] = useState<Found | null>(null);
  return (
    <Dialog drawer title={say("runbook.try")} close={close}>
      <Form
        go={say("runbook.try.go")}
        send={async ({ service = "", alert_name, title, severity = "SEV2" }) =>
          setFound(await call("POST /runbooks/try", { body: { service, alert_name, title, severity } }))
        }
      >
        <Field label={say("runbook.service")} name="service" required />
        <Field label={say("runbook.try.alert")} name="alert_name" />
        <Field label={say("runbook.try.title")} name="title" />
        <p class="field">
          <label for="field-severity">{say("runbook.try.severity")}</label>
          <select id="field-severity" name="severity">
            {SEVERITIES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </p>
      </Form>
      {found && (
        <div role="status">
          {found.chosen ? (
            <p>
              <strong>{found.chosen.name}</strong>: {say("runbook.because", { why: found.chosen.why })}
            </p>
          ) : (
            <p>{say("runbook.try.none")}</p>
          )}
          {found.others.length > 0 && (
            <>
              <h3>{say("runbook.others")}</h3>
              <ul>
                {found.others.map((one) => (
                  <li key={one.id}>
                    {one.name}: <span class="soft">{one.why}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
