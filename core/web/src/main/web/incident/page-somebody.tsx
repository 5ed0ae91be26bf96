import { call } from "../api/client";
import type { Self } from "../api/schema";
import { People } from "../oncall/people";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

/** Pages one more person now; the escalation stays as it is. */
export function PageSomebody({
  me,
  incident,
  done,
  close,
}: {
  me: Self;
  incident: Incident;
  done: () => void;
  close: () => void;
}) {
  return (
    <Dialog title={say("incident.page.title")} close={close} drawer>
      <p class="soft">{say("incident.page.about", { severity: incident.severity.slice(0, 4) })}</p>
      <Form
        go={say("incident.page.go")}
        send={async (values) => {
          const user = values["user"] ?? "";
          await call("POST /incidents/{id}/page", { path: { id: incident.id }, body: { user } });
          toast(say("incident.page.done", { name: user }));
          done();
          close();
        }}
      >
        <People me={me} name="user" label={say("incident.page.person")} />
      </Form>
    </Dialog>
  );
}
