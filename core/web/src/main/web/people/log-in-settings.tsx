import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";

/** From which role on people need a second factor. */
const FROM = ["nobody", "viewer", "responder", "operator", "tenant_admin"] as const;

/** Who needs a second factor to sign in. */
export function LogInSettings() {
  const [open, setOpen] = useState(false);
  const read = useRead("log-in settings", (signal) => call("GET /log-in-settings", { signal }));
  return (
    <section aria-labelledby="factor">
      <h2 id="factor">{say("secondFactor.title")}</h2>
      <Ready read={read}>
        {(stored) => (
          <>
            <p>{say(`secondFactor.from.${stored.totp_required_from}`)}</p>
            <p>
              <button type="button" onClick={() => setOpen(true)}>
                {say("secondFactor.change")}
              </button>
            </p>
            {open && (
              <Dialog
                drawer
                title={say("secondFactor.title")}
                close={() => {
                  setOpen(false);
                  read.again();
                }}
              >
                <p>{say("secondFactor.about")}</p>
                <SchemaForm
                  schema={{
                    properties: {
                      totp_required_from: {
                        title: say("secondFactor.who"),
                        enum: [...FROM],
                        titles: FROM.map((one) => say(`secondFactor.from.${one}`)),
                      },
                    },
                    required: ["totp_required_from"],
                  }}
                  stored={stored}
                  go={say("save")}
                  send={async (body) => {
                    await call("PUT /log-in-settings", { body });
                    setOpen(false);
                    read.again();
                    toast(say("saved"));
                  }}
                />
              </Dialog>
            )}
          </>
        )}
      </Ready>
    </section>
  );
}
