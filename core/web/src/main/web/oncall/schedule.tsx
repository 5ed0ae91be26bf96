import { useRef, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { ScheduleOverride, Schedule, ScheduleFault, Shift } from "../api/schema";
import { Feeds } from "../feeds/feeds";
import { Confirm } from "../manage/confirm";
import { DependantsOfSchedule } from "../manage/dependants";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Caution } from "../shell/caution";
import { Ready, useRead } from "../shell/read";
import { Uncalled } from "../shell/reach";
import { go, href, setQuery, usePlace } from "../shell/router";
import { Title } from "../shell/title";
import { toast } from "../shell/toast";
import { say } from "../words";
import { dateOf, daysFrom, isDate, isZone, plusDays } from "./clock";
import { Fairness, Notes } from "./extras";
import { Lanes } from "./lanes-view";
import type { Span } from "./lanes";
import { Layers } from "./layers";
import { mayFor } from "./may";
import { type Chosen, Overrides } from "./overrides";
import { Swaps } from "./swaps";
import { ShiftTable } from "./table";
import { ownZone, When } from "./when";

const LENGTHS = [7, 14, 28] as const;

export interface View {
  schedule: Schedule;
  shifts: Shift[];
  faults: ScheduleFault[];
  overrides: ScheduleOverride[];
}

/** One schedule: its lanes over some days of one zone, and all that may be done with it. */
export function SchedulePage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const { query } = usePlace();
  const [zoneOfSchedule, setZone] = useState("");
  const asked = query.get("zone");
  const zone = asked !== null && isZone(asked) ? asked : zoneOfSchedule;
  const first = query.get("from");
  const length = LENGTHS.find((one) => String(one) === query.get("days")) ?? 7;
  const [chosen, setChosen] = useState<Chosen | null>(null);

  const [going, setGoing] = useState(false);
  const from = isDate(first) ? first : zone === "" ? "" : dateOf(Date.now(), zone);
  const read = useRead(
    JSON.stringify([id, from, length, zone]),
    async (signal): Promise<View & { zone: string; days: ReturnType<typeof daysFrom> }> => {
      const schedule = await call("GET /schedules/{id}", { path: { id }, signal });
      const within = zone === "" ? schedule.time_zone : zone;
      const days = daysFrom(from === "" ? dateOf(Date.now(), within) : from, length, within);
      const range = {
        from: new Date(days[0]?.from ?? 0).toISOString(),
        until: new Date(days.at(-1)?.until ?? 0).toISOString(),
      };
      const [shifts, faults, overrides] = await Promise.all([
        call("GET /schedules/{id}/shifts", { path: { id }, query: range, signal }),
        call("GET /schedules/{id}/faults", { path: { id }, query: range, signal }),
        call("GET /schedules/{schedule}/overrides", {
          path: { schedule: id },
          query: { ...range, limit: 200 },
          signal,
        }),
      ]);
      if (zoneOfSchedule === "") setZone(schedule.time_zone);
      return {
        schedule,
        shifts: shifts.items,
        faults: faults.items,
        overrides: overrides.items,
        zone: within,
        days,
      };
    },
    ["schedule"],
  );
  // What was read for the days before stays until the others are there.
  const last = useRef(read.value);
  if (read.value !== null) last.current = read.value;
  const view = read.value ?? last.current;
  if (!view && read.failure instanceof Refused && read.failure.status === 404) return <Missing />;

  const choose = (level: number, span: Span) => setChosen({ level, span });
  const start = view?.days[0]?.date ?? from;
  return (
    <>
      <Title
        text={view?.schedule.name ?? say("schedule.title")}
        actions={
          view && (
            <>
              {mayFor(me, "schedule.manage", view.schedule.team.id) && (
                <button type="button" onClick={() => setGoing(true)}>
                  {say("schedule.delete")}
                </button>
              )}
              {mayFor(me, "override.manage", view.schedule.team.id) && (
                <button type="button" class="primary" onClick={() => setChosen({ level: 1, span: null })}>
                  {say("override.new")}
                </button>
              )}
            </>
          )
        }
      />
      {view && going && (
        <Confirm
          title={say("schedule.delete.title", { name: view.schedule.name })}
          about={say("schedule.delete.about")}
          go={say("schedule.delete")}
          close={() => setGoing(false)}
          act={async () => {
            await call("DELETE /schedules/{id}", { path: { id: view.schedule.id } });
            go("/on-call");
            toast(say("schedule.deleted", { name: view.schedule.name }));
          }}
        >
          <DependantsOfSchedule schedule={view.schedule} />
        </Confirm>
      )}
      <Ready read={{ ...read, value: view }}>
        {({ schedule, shifts, faults, overrides, zone, days }) => (
          <>
            <p class="soft">
              {schedule.team.name} · {schedule.description} <a href={href("/on-call")}>{say("schedule.all")}</a>
            </p>
            <search class="filters" aria-label={say("schedule.view")}>
              <button type="button" onClick={() => setQuery({ from: plusDays(start, -length) })}>
                ← {say("schedule.earlier")}
              </button>
              <label>
                {say("schedule.from")}
                <input
                  type="date"
                  name="from"
                  value={start}
                  onChange={(event) => setQuery({ from: event.currentTarget.value })}
                />
              </label>
              <button type="button" onClick={() => setQuery({ from: plusDays(start, length) })}>
                {say("schedule.later")} →
              </button>
              <button type="button" onClick={() => setQuery({ from: "" })}>
                {say("schedule.today")}
              </button>
              <label>
                {say("schedule.days")}
                <select
                  name="days"
                  value={String(length)}
                  onChange={(event) => setQuery({ days: event.currentTarget.value })}
                >
                  {LENGTHS.map((one) => (
                    <option key={one} value={String(one)}>
                      {say("schedule.count", { count: one })}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                {say("schedule.zone")}
                <select
                  name="zone"
                  value={zone}
                  onChange={(event) => setQuery({ zone: event.currentTarget.value, from: start })}
                >
                  {zonesOf(schedule, zone).map((one) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              </label>
            </search>
            <p class="soft">{say("schedule.inZone", { zone })}</p>
            <Quality faults={faults} zone={zone} />
            <Lanes
              view={{ schedule, shifts, faults, overrides }}
              days={days}
              zone={zone}
              choose={mayFor(me, "override.manage", schedule.team.id) ? choose : null}
            />
            <ShiftTable
              shifts={shifts}
              faults={faults}
              window={{ from: days[0]?.from ?? 0, until: days.at(-1)?.until ?? 0 }}
              zone={zone}
              choose={mayFor(me, "override.manage", schedule.team.id) ? choose : null}
            />
            <Overrides
              me={me}
              schedule={schedule}
              overrides={overrides}
              zone={zone}
              chosen={chosen}
              close={() => setChosen(null)}
              done={read.again}
            />
            <Swaps me={me} schedule={schedule} zone={zone} />
            <Notes me={me} schedule={schedule} zone={zone} />
            <Fairness schedule={schedule} zone={zone} days={days} />
            <Layers me={me} schedule={schedule} zone={zone} done={read.again} />
            <Feeds
              me={me}
              text={say("feedlink.text")}
              isShown={({ kind, subject }) => kind === "schedule" && subject === schedule.id}
              offers={[{ label: say("feedlink.new"), body: { schedule: schedule.id } }]}
            />
          </>
        )}
      </Ready>
    </>
  );
}

function zonesOf(schedule: Schedule, now: string): string[] {
  const layers = schedule.layers.flatMap(({ time_zone }) => time_zone ?? []);
  return [...new Set([schedule.time_zone, ...layers, ownZone(), "UTC", now])];
}

/** How good the schedule is in these days, and why. */
function Quality({ faults, zone }: { faults: ScheduleFault[]; zone: string }) {
  const hours = (kind: ScheduleFault["kind"]) =>
    faults
      .filter((one) => one.kind === kind)
      .reduce((sum, one) => sum + (Date.parse(one.until) - Date.parse(one.from)) / 3_600_000, 0);
  const gaps = hours("gap");
  const overlaps = hours("overlap");
  if (faults.length === 0) return <p class="pill ok">✓ {say("schedule.good")}</p>;
  // Each person once, with the next shift.
  const unreachable = new Map<string, ScheduleFault>();
  for (const one of faults) {
    if (one.kind === "unreachable" && one.user && !unreachable.has(one.user.id)) unreachable.set(one.user.id, one);
  }
  return (
    <ul class="list">
      {[...unreachable.values()].map((one) => (
        <li key={`uncalled ${one.user?.id}`}>
          <Uncalled reach={one} who={one.user?.username ?? ""} />{" "}
          <span class="soft">
            {say("reach.from")} <When at={one.from} zone={zone} />
          </span>
        </li>
      ))}
      {faults
        .filter(({ kind }) => kind === "away")
        .map((one) => (
          <li key={`away ${one.user?.id} ${one.from}`} class="gap-word">
            <Caution /> {say("reach.away", { who: one.user?.username ?? "" })}{" "}
            <span class="soft">
              <When at={one.from} zone={zone} /> – <When at={one.until} zone={zone} />
            </span>
          </li>
        ))}
      {gaps > 0 && (
        <li class="gap-word">
          <Caution /> {say("schedule.gaps", { hours: Math.round(gaps * 10) / 10 })}
        </li>
      )}
      {overlaps > 0 && <li>▤ {say("schedule.overlaps", { hours: Math.round(overlaps * 10) / 10 })}</li>}
    </ul>
  );
}
