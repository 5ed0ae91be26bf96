import { call } from "../api/client";
import type { Self, Team } from "../api/schema";
import { mayFor } from "../oncall/may";
import { People } from "../oncall/people";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { warned } from "../shell/warning";
import { say } from "../words";

/** Who is paged while no schedule of the team has anybody. */
export function StandIns({ me, team, close }: { me: Self; team: Team; close: () => void }) {
  const path = { team: team.id };
  const read = useRead(`stand-ins ${team.id}`, (signal) => call("GET /teams/{team}/stand-ins", { path, signal }));
  return (
    <Dialog drawer title={say("team.standIns.of", { name: team.name })} close={close}>
      <p>{say("team.standIns.about")}</p>
      <Ready read={read}>
        {({ current_on_call: current, manager }) =>
          mayFor(me, "schedule.manage", team.id) ? (
            <Form
              go={say("save")}
              send={async (values) => {
                const saved = await call("PUT /teams/{team}/stand-ins", {
                  path,
                  body: { current_on_call: values["current_on_call"] ?? null, manager: values["manager"] ?? null },
                });
                close();
                toast([say("saved"), ...(saved.warnings ?? []).map(warned)].join(" "));
              }}
            >
              <People
                me={me}
                label={say("team.standIns.current")}
                hint={say("team.standIns.current.hint")}
                name="current_on_call"
                value={current?.username}
                optional
              />
              <People
                me={me}
                label={say("team.standIns.manager")}
                hint={say("team.standIns.manager.hint")}
                name="manager"
                value={manager?.username}
                optional
              />
            </Form>
          ) : (
            <dl class="facts">
              <div>
                <dt>{say("team.standIns.current")}</dt>
                <dd>{current?.username ?? "–"}</dd>
              </div>
              <div>
                <dt>{say("team.standIns.manager")}</dt>
                <dd>{manager?.username ?? "–"}</dd>
              </div>
            </dl>
          )
        }
      </Ready>
    </Dialog>
  );
}
