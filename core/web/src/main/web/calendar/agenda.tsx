import { dayName } from "../oncall/when";
import { dateOf } from "../oncall/clock";
import { href } from "../shell/router";
import { say } from "../words";
import type { Event } from "./calendar";
import { byDay, type Shown } from "./days";
import { clock, factsOf, stateOf, toneOf } from "./event";

/** Day by day what is planned, as a list; days with nothing are left out. */
export function Agenda({
  items,
  shown,
  today,
  zone,
}: {
  items: readonly Event[];
  shown: Shown;
  today: string;
  zone: string;
}) {
  const days = [...byDay(items, shown, zone)].filter(([, of]) => of.length > 0);
  if (days.length === 0) return <p class="soft">{say("calendar.none")}</p>;
  return (
    <>
      {days.map(([day, of]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{day === today ? say("calendar.today.of", { day: dayName(day) }) : dayName(day)}</h2>
          <ul class="list">
            {of.map((one) => (
              <li key={`${one.type} ${one.of} ${one.from} ${one.title}`} class="entry">
                <span>
                  <span class="soft">{timeOf(one, day, zone)}</span> <a href={href(one.link)}>{one.title}</a>{" "}
                  <span class="soft">{factsOf(one)}</span>
                </span>
                <span class={`pill ${toneOf(one)}`}>{stateOf(one)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** From when to when within the day; what fills it is all day. */
function timeOf({ from, until }: Event, day: string, zone: string): string {
  const begins = dateOf(Date.parse(from), zone) === day;
  const isMoment = from === until;
  const ends = isMoment || dateOf(Date.parse(until) - 1, zone) === day;
  if (!begins && !ends) return say("calendar.allDay");
  if (isMoment) return clock(from, zone);
  if (begins && ends) return `${clock(from, zone)} – ${clock(until, zone)}`;
  return begins
    ? say("calendar.from", { time: clock(from, zone) })
    : say("calendar.until", { time: clock(until, zone) });
}
