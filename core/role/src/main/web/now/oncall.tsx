import { call } from "../api/client";
import { say } from "../words";
import { useAsked } from "./asked";
import { Panel } from "./panel";

const SELDOM = 10_000;
/** The worst come first; nobody reads more. */
const MOST = 8;

/** Who is on call for the teams that something burns at. */
export function OnCallNow({ teams }: { teams: string[] }) {
  const asked = useAsked(
    ["schedule"],
    (signal) =>
      Promise.all(
        teams.slice(0, MOST).map(async (team) => {
          const { users, because } = await call("GET /teams/{team}/on-call", { path: { team }, signal });
          return { team, users: users.map(({ username }) => username), because };
        }),
      ),
    SELDOM,
    teams.join("\n"),
  );
  return (
    <Panel id="now-oncall" title={say("now.oncall")} asked={asked}>
      {(duties) =>
        duties.length === 0 ? (
          <p>{say("now.nothing")}</p>
        ) : (
          <dl>
            {duties.map(({ team, users, because }) => (
              <div key={team}>
                <dt>{team}</dt>
                <dd class={users.length === 0 ? "fault" : ""}>
                  {users.length === 0 ? say("now.oncall.nobody") : users.join(", ")}
                  {users.length > 0 && because !== "schedule" && (
                    <span class="soft"> {say(`now.oncall.${because}`)}</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )
      }
    </Panel>
  );
}
