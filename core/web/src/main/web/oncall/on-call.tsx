import { call } from "../api/client";
import type { OnCall, OnCallTeams, Schedule } from "../api/schema";
import { OnDuty } from "../cover/cover";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Caution } from "../shell/caution";
import { Person } from "../shell/face";
import { Ready, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import { Uncalled } from "../shell/reach";
import { say } from "../words";
import { Absences } from "./absences";
import { instantOf, isZone } from "./clock";
import { NewSchedule } from "./new-schedule";
import { WeekOfSchedules } from "./week";
import { ownZone, When } from "./when";

const PAGE = 50;

interface Known {
  schedules: Schedule[];
  more: boolean;
  teams: OnCallTeams["items"];
}

/** Who is on call now, or at another time, team by team; and the schedules. */
export function OnCallPage({ me }: PageProps) {
  const { query } = usePlace();
  const asked = query.get("zone");
  const zone = asked !== null && isZone(asked) ? asked : ownZone();
  const at = query.get("at") ?? "";
  const instant = at === "" ? NaN : instantOf(at, zone);
  const limit = Math.max(PAGE, Number(query.get("limit")) || PAGE);
  const read = useRead(
    JSON.stringify([at, zone, limit]),
    async (signal): Promise<Known> => {
      const found = await call("GET /schedules", { query: { limit }, signal });
      const byId = new Map(found.items.map(({ team }) => [team.id, team]));
      const time = isNaN(instant) ? undefined : new Date(instant).toISOString();
      const teams = await onCallOf([...byId.keys()], time, signal);
      return { schedules: found.items, more: found.next !== null, teams };
    },
    ["schedule"],
  );
  return (
    <Managed
      me={me}
      title={say("oncall.title")}
      actions={me.permissions.includes("schedule.create") && <NewSchedule me={me} />}
    >
      <OnDuty me={me} />
      <search class="filters" aria-label={say("oncall.when")}>
        <label>
          {say("oncall.at", { zone })}
          <input
            type="datetime-local"
            name="at"
            value={at}
            onChange={(event) => setQuery({ at: event.currentTarget.value, zone: event.currentTarget.value && zone })}
          />
        </label>
        {at !== "" && (
          <button type="button" onClick={() => setQuery({ at: "", zone: "" })}>
            {say("oncall.now")}
          </button>
        )}
      </search>
      <Ready read={read}>
        {({ schedules, more, teams }) =>
          schedules.length === 0 ? (
            <p>{say("oncall.none")}</p>
          ) : (
            <>
              <h2>{at === "" ? say("oncall.onNow") : say("oncall.onThen")}</h2>
              <ul class="list cards">
                {teams.map(({ team, on_call }) => (
                  <li key={team.id}>
                    <h3>{team.name}</h3>
                    <Answer answer={on_call} zone={zone} />
                  </li>
                ))}
              </ul>
              <WeekOfSchedules
                schedules={schedules}
                zone={asked === zone ? zone : zoneOfAll(schedules)}
                start={isNaN(instant) ? Date.now() : instant}
              />
              <h2>{say("oncall.schedules")}</h2>
              <ul class="list">
                {schedules.map((one) => (
                  <li key={one.id} class="entry">
                    <a href={href(`/schedules/${one.id}`)}>{one.name}</a>{" "}
                    <span class="soft">
                      {one.team.name} · {one.time_zone}
                    </span>
                    {one.inactive !== undefined && one.inactive.length > 0 && (
                      <p class="gap-word">
                        {say("oncall.inactive", { who: one.inactive.map(({ username }) => username).join(", ") })}
                      </p>
                    )}
                  </li>
                ))}
              </ul>
              {more && (
                <button type="button" onClick={() => setQuery({ limit: String(limit + PAGE) })}>
                  {say("oncall.more")}
                </button>
              )}
            </>
          )
        }
      </Ready>
      <Absences me={me} />
    </Managed>
  );
}

/** A question names no more teams than this. */
const MOST_TEAMS = 100;

async function onCallOf(ids: readonly string[], at: string | undefined, signal: AbortSignal) {
  const found: OnCallTeams["items"] = [];
  for (let from = 0; from < ids.length; from += MOST_TEAMS) {
    const team = ids.slice(from, from + MOST_TEAMS);
    found.push(...(await call("GET /on-call", { query: { team, at }, signal })).items);
  }
  return found;
}

/** The zone of the schedules, so that everybody sees the same days; UTC where they have several. */
function zoneOfAll(schedules: readonly Schedule[]): string {
  const zones = new Set(schedules.map((one) => one.time_zone));
  const [only] = zones;
  return zones.size === 1 && only !== undefined && isZone(only) ? only : "UTC";
}

function Answer({ answer, zone }: { answer: OnCall; zone: string }) {
  if (answer.users.length === 0)
    return (
      <p class="gap-word">
        <Caution /> {say("oncall.nobody")}
      </p>
    );
  return (
    <>
      <p class="on-call wrap">
        {answer.users.map(({ id, username }) => (
          <strong key={id}>
            <Person name={username} />
          </strong>
        ))}{" "}
        <span class="soft">{say(`oncall.because.${answer.because}`)}</span>
      </p>
      {answer.users.map(
        ({ id, username, reach }) =>
          reach?.can_be_called === false && (
            <p key={id}>
              <Uncalled reach={reach} who={username} />
            </p>
          ),
      )}
      {answer.shifts.length > 0 && (
        <ul class="list soft">
          {answer.shifts.map((shift) => (
            <li key={`${shift.level} ${shift.user.id} ${shift.from}`}>
              {say("oncall.level", { level: shift.level })}: {shift.user.username}, {say("oncall.until")}{" "}
              <When at={shift.until} zone={zone} />
            </li>
          ))}
        </ul>
      )}
      {answer.notes?.map((note) => (
        <blockquote key={note.id}>
          <p class="text">{note.note}</p>
          <p class="soft">
            {note.user.username}, <When at={note.made_at} zone={zone} />
          </p>
        </blockquote>
      ))}
    </>
  );
}
