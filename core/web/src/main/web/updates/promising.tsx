import { call } from "../api/client";
import type { Incident } from "../api/schema";
import { iso, localOf } from "../oncall/clock";
import { ownZone } from "../oncall/when";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";

/** Promises the next update for another time, or for none. Stakeholders are not told of it. */
export function Promising({
  incident,
  by,
  done,
  close,
}: {
  incident: Incident;
  by: string;
  done: () => void;
  close: () => void;
}) {
  return (
    <Dialog title={say("update.promise")} close={close}>
      <Form
        go={say("save")}
        send={async ({ next }) => {
          const body = { by: next === undefined ? null : iso(next, ownZone()) };
          await call("PUT /incidents/{id}/updates/next", { path: { id: incident.id }, body });
          toast(say("update.promised"));
          done();
          close();
        }}
      >
        <Field
          label={say("update.by", { zone: ownZone() })}
          hint={say("update.by.hint")}
          name="next"
          id="promise-by"
          type="datetime-local"
          defaultValue={localOf(Date.parse(by), ownZone())}
        />
      </Form>
    </Dialog>
  );
}
