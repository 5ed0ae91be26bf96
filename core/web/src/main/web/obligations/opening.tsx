import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { say } from "../words";

/**
 * Opens a legal duty by hand.
 *
 * @param incident of which; without one, the form asks
 */
export function Opening({ incident, done, close }: { incident?: string; done: () => void; close: () => void }) {
  const read = useRead("regimes", (signal) => call("GET /regimes", { signal }));
  return (
    <Dialog title={say("law.open.title")} close={close}>
      <Ready read={read}>
        {({ items }) => (
          <Form
            go={say("law.open.go")}
            send={async ({ regime, owner, of = "" }) => {
              const known = items.find(({ id }) => id === regime);
              await call("POST /incidents/{id}/obligations", {
                path: { id: incident ?? of },
                body: { regime: (known?.id ?? "") as "gdpr-33", ...(owner !== undefined && { owner }) },
              });
              toast(say("law.opened"));
              done();
            }}
          >
            {incident === undefined && (
              <Field label={say("law.incident")} name="of" placeholder="INC-7F3KX" maxLength={40} required />
            )}
            <p class="field">
              <label for="field-regime">{say("law.regime")}</label>
              <select id="field-regime" name="regime">
                {items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </p>
            <Field label={say("law.owner")} hint={say("law.owner.hint")} name="owner" maxLength={200} />
          </Form>
        )}
      </Ready>
    </Dialog>
  );
}
