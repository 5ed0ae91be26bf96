import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { OnCallTeams, Self } from "../api/schema";
import { People } from "../oncall/people";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

/** As many as one answer has. */
const MOST_TEAMS = 100;

type Kind = "user" | "team";

/** Pages one more person now, or whoever is on call for a team; the escalation stays as it is. */
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
  const [kind, setKind] = useState<Kind>("user");
  return (
    <Dialog title={say("incident.page.title")} close={close} drawer>
      <p class="soft">{say("incident.page.about", { severity: incident.severity.slice(0, 4) })}</p>
      <Form
        go={say("incident.page.go")}
        send={async (values) => {
          const name = values[kind] ?? "";
          await call("POST /incidents/{id}/page", { path: { id: incident.id }, body: { [kind]: name } });
          toast(say("incident.page.done", { name }));
          done();
          close();
        }}
      >
        <fieldset>
          <legend>{say("incident.page.whom")}</legend>
          {(["user", "team"] as const).map((one) => (
            <label key={one} class="tick">
              <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />{" "}
              {say(`incident.page.kind.${one}`)}
            </label>
          ))}
        </fieldset>
        {kind === "user" ? <People me={me} name="user" label={say("incident.page.person")} /> : <Teams />}
      </Form>
    </Dialog>
  );
}

/** The teams, each with whoever would be paged. */
function Teams() {
  const read = useRead("teams on call", (signal) => call("GET /on-call", { query: { limit: MOST_TEAMS }, signal }));
  return (
    <Ready read={read}>
      {({ items }) => (
        <p class="field">
          <label for="page-team">{say("incident.page.team")}</label>
          <select id="page-team" name="team" required>
            {items.map(({ team, on_call }) => (
              <option key={team.id} value={team.name}>
                {team.name} ({who(on_call)})
              </option>
            ))}
          </select>
        </p>
      )}
    </Ready>
  );
}

function who({ users }: OnCallTeams["items"][number]["on_call"]): string {
  return users.length === 0 ? say("incident.page.nobody") : users.map(({ username }) => username).join(", ");
}
