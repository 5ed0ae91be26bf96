import { call } from "../api/client";
import type { Schedule, ScheduleFault, Shift } from "../api/schema";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { say } from "../words";
import { type Day, dateOf, daysFrom } from "./clock";
import { type Bar, type Lane, lanesOf } from "./lanes";
import { Bars, Days } from "./lanes-view";
import { weekdayAndTime } from "./when";

const DAYS = 7;
/** So many schedules have a lane here; each has a page of its own. */
const MOST = 12;

interface Week {
  schedule: Schedule;
  shifts: Shift[];
  faults: ScheduleFault[];
}

/** Who is on call over seven days and until when, a lane for each schedule and level, with the gaps. */
export function WeekOfSchedules({
  schedules,
  zone,
  start,
}: {
  schedules: readonly Schedule[];
  zone: string;
  /** An instant of the first day. */
  start: number;
}) {
  const shown = schedules.slice(0, MOST);
  const days = daysFrom(dateOf(start, zone), DAYS, zone);
  const window = { from: days[0]?.from ?? 0, until: days.at(-1)?.until ?? 0 };
  const read = useRead(
    `week ${shown.map(({ id }) => id).join()} ${window.from} ${window.until}`,
    (signal) => {
      const query = { from: new Date(window.from).toISOString(), until: new Date(window.until).toISOString() };
      return Promise.all(
        shown.map(async (schedule): Promise<Week> => {
          const path = { id: schedule.id };
          const [shifts, faults] = await Promise.all([
            call("GET /schedules/{id}/shifts", { path, query, signal }),
            call("GET /schedules/{id}/faults", { path, query, signal }),
          ]);
          return { schedule, shifts: shifts.items, faults: faults.items };
        }),
      );
    },
    ["schedule"],
  );
  return (
    <section aria-labelledby="oncall-week">
      <h2 id="oncall-week">{say("oncall.week")}</h2>
      <Ready read={read}>{(weeks) => <Table weeks={weeks} days={days} zone={zone} />}</Ready>
      {schedules.length > shown.length && <p class="soft">{say("oncall.week.most", { count: MOST })}</p>}
    </section>
  );
}

function Table({ weeks, days, zone }: { weeks: readonly Week[]; days: readonly Day[]; zone: string }) {
  const window = { from: days[0]?.from ?? 0, until: days.at(-1)?.until ?? 0 };
  const now = ((Date.now() - window.from) / (window.until - window.from)) * 100;
  return (
    <div class="lanes week">
      <Days days={days} zone={zone} />
      {weeks.flatMap(({ schedule, shifts, faults }) => {
        const lanes = lanesOf([], shifts, [], faults, window).filter(({ kind }) => kind === "final");
        return lanes.length === 0
          ? [
              <Line
                key={schedule.id}
                schedule={schedule}
                lane={null}
                isOfMany={false}
                now={now}
                zone={zone}
                days={days}
              />,
            ]
          : lanes.map((lane) => (
              <Line
                key={`${schedule.id} ${lane.level}`}
                schedule={schedule}
                lane={lane}
                isOfMany={lanes.length > 1}
                now={now}
                zone={zone}
                days={days}
              />
            ));
      })}
    </div>
  );
}

function Line({
  schedule,
  lane,
  isOfMany,
  now,
  zone,
  days,
}: {
  schedule: Schedule;
  /** Null: nobody is on call at any time. */
  lane: Lane | null;
  isOfMany: boolean;
  now: number;
  zone: string;
  days: readonly Day[];
}) {
  const end = days.at(-1)?.until ?? 0;
  // A shift that goes on after the last day does not end with it.
  const until = (bar: Bar) =>
    bar.until < end && <span class="soft"> {say("oncall.week.until", { at: weekdayAndTime(bar.until, zone) })}</span>;
  return (
    <div class="lane">
      <span class="lane-name">
        <a href={href(`/schedules/${schedule.id}`)}>{schedule.name}</a>
        {isOfMany && lane && <span class="soft"> {say("oncall.level", { level: lane.level })}</span>}
      </span>
      {lane ? (
        <div class="track" style={{ height: `${Math.max(1, lane.rows.length) * 2.25}rem` }}>
          <Bars lane={lane} now={now} about={until} />
        </div>
      ) : (
        <p class="gap-word">{say("oncall.nobody")}</p>
      )}
    </div>
  );
}
