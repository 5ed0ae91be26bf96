import { call } from "../api/client";
import { Caution } from "../shell/caution";
import { Person } from "../shell/face";
import { Uncalled } from "../shell/reach";
import { href } from "../shell/router";
import { say } from "../words";
import { useAsked } from "./asked";
import { Panel } from "./panel";

const SELDOM = 10_000;
const MINUTE = 60_000;
/** The worst come first; nobody reads more. */
const MOST = 8;

/** Who is on call for the teams that something burns at. */
export function OnCallNow({ teams }: { teams: string[] }) {
  const asked = useAsked(
    ["schedule"],
    async (signal) => {
      if (teams.length === 0) return [];
      const { items } = await call("GET /on-call", { query: { team: teams.slice(0, MOST) }, signal });
      return items.map(({ team, on_call: { users, because } }) => ({ team: team.name, users, because }));
    },
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
                  {users.length === 0
                    ? say("now.oncall.nobody")
                    : users.map(({ id, username, reach }, i) => (
                        <span key={id}>
                          {i > 0 && " "}
                          {reach?.can_be_called === false ? (
                            <Uncalled reach={reach} who={username} />
                          ) : (
                            <Person name={username} />
                          )}
                        </span>
                      ))}
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

/** Teams for which somebody on call cannot be called, or nobody: before the night finds it. Nothing where all can be. */
export function UncalledTeams() {
  const asked = useAsked(["schedule"], (signal) => call("GET /reachability/teams", { signal }), MINUTE);
  if (asked.value === null || asked.value.items.length === 0) return null;
  return (
    <Panel id="now-uncalled" title={say("reach.teams")} asked={asked}>
      {({ items }) => (
        <dl>
          {items.slice(0, MOST).map(({ team, can_be_called, users }) => (
            <div key={team.id}>
              <dt>{team.name}</dt>
              {users.length === 0 && (
                <dd class="uncalled">
                  <Caution /> {say("reach.team.nobody")}
                </dd>
              )}
              {users
                .filter(({ reach }) => !reach.can_be_called)
                .map(({ id, username, reach }) => (
                  <dd key={id}>
                    <Uncalled reach={reach} who={username} />
                  </dd>
                ))}
              {users.length > 1 && !can_be_called && <dd class="uncalled">{say("reach.team.none")}</dd>}
            </div>
          ))}
          {items.length > MOST && (
            <div>
              <dt>
                <a href={href("/teams")}>+ {items.length - MOST}</a>
              </dt>
            </div>
          )}
        </dl>
      )}
    </Panel>
  );
}
