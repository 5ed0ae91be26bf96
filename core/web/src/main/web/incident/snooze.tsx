import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

const LENGTHS = ["PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT24H"] as const;
const USUAL = "PT1H";

/** Acknowledges an incident for a while: then it pages again, unless somebody has gone on with it. */
export function Snooze({ incident, done, close }: { incident: Incident; done: () => void; close: () => void }) {
  return (
    <Dialog title={say("incident.snooze.title", { id: incident.short_id })} close={close} drawer>
      <p class="soft">{say("incident.snooze.about")}</p>
      <Form
        go={say("incident.snooze.go")}
        send={async ({ length = USUAL, message = "" }) => {
          await call("POST /incidents/{id}/snooze", { path: { id: incident.id }, body: { for: length, message } });
          toast(say("incident.snooze.done", { id: incident.short_id }));
          done();
          close();
        }}
      >
        <p class="field">
          <label for="snooze-length">{say("incident.snooze.length")}</label>
          <select id="snooze-length" name="length">
            {LENGTHS.map((length) => (
              <option key={length} value={length} selected={length === USUAL}>
                {say(`incident.snooze.${length}`)}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="snooze-message">{say("incident.snooze.why")}</label>
          <input id="snooze-message" name="message" />
        </p>
      </Form>
    </Dialog>
  );
}
