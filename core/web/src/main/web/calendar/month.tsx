import { useEffect, useRef } from "preact/hooks";
import { dateOf, plusDays } from "../oncall/clock";
import { dayName } from "../oncall/when";
import { href } from "../shell/router";
import { locale, say } from "../words";
import type { Event } from "./calendar";
import { byDay, type Shown } from "./days";
import { clock, factsOf, stateOf, toneOf } from "./event";

const WEEK = 7;
/** So many lines has a day of a month; the others are in its agenda. */
const MOST = 3;
const MOST_OF_WEEK = 20;

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WEEK, ArrowDown: WEEK };

/**
 * Weeks as rows of a table, by day. One day is a stop of the keyboard, and the arrows move it; Page Up and Page Down move by a month, and
 * Enter opens the day as a list. On a phone a day says how many there are.
 */
export function Month({
  items,
  shown,
  date,
  today,
  zone,
  isWeek,
  isSmall,
  show,
  move,
  open,
  isMoving,
}: {
  items: readonly Event[];
  shown: Shown;
  date: string;
  today: string;
  zone: string;
  isWeek: boolean;
  isSmall: boolean;
  show: (date: string) => void;
  move: (by: 1 | -1) => void;
  open: (date: string) => void;
  /** Whether the keyboard is on its way to the date. It outlives the table, which goes while another month is read. */
  isMoving: { current: boolean };
}) {
  const table = useRef<HTMLTableElement>(null);
  const days = [...byDay(items, shown, zone)];
  const weeks = Array.from({ length: shown.count / WEEK }, (_, at) => days.slice(at * WEEK, (at + 1) * WEEK));
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    table.current?.querySelector<HTMLElement>(`[data-day="${date}"]`)?.focus();
  });
  const pressed = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset["day"] === undefined) return;
    const step = STEPS[event.key];
    const page = { PageUp: -1, PageDown: 1 }[event.key] as 1 | -1 | undefined;
    if (step === undefined && page === undefined) return;
    event.preventDefault();
    isMoving.current = true;
    if (page !== undefined) move(page);
    else if (step !== undefined) show(plusDays(event.target.dataset["day"], step));
  };
  const most = isWeek ? MOST_OF_WEEK : MOST;
  return (
    <table ref={table} class="month" onKeyDown={pressed}>
      <thead>
        <tr>
          {(weeks[0] ?? []).map(([day]) => (
            <th key={day} scope="col">
              {weekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.[0]}>
            {week.map(([day, of]) => (
              <td key={day} class={isWeek || day.slice(0, 7) === date.slice(0, 7) ? undefined : "other"}>
                <button
                  type="button"
                  data-day={day}
                  tabIndex={day === date ? 0 : -1}
                  aria-current={day === today ? "date" : undefined}
                  onClick={() => open(day)}
                >
                  <span aria-hidden="true">{numberOf(day)}</span>
                  <span class="unseen">{say("calendar.day", { day: dayName(day), count: of.length })}</span>
                </button>
                {isSmall ? (
                  of.length > 0 && <span class={`pill ${worst(of)}`}>{of.length}</span>
                ) : (
                  <>
                    {of.slice(0, most).map((one) => (
                      <a
                        key={`${one.type} ${one.of} ${one.from} ${one.title}`}
                        class={`pill ${toneOf(one)}`}
                        href={href(one.link)}
                        title={`${one.title} · ${factsOf(one)} · ${stateOf(one)}`}
                      >
                        {dateOf(Date.parse(one.from), zone) === day && clock(one.from, zone)} {one.title}
                        <span class="unseen">
                          {" "}
                          {factsOf(one)}, {stateOf(one)}
                        </span>
                      </a>
                    ))}
                    {of.length > most && (
                      <button type="button" onClick={() => open(day)}>
                        {say("calendar.others", { count: of.length - most })}
                        <span class="unseen"> {dayName(day)}</span>
                      </button>
                    )}
                  </>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const ORDER = ["bad", "warn", "info", "ok", ""];

function worst(of: readonly Event[]): string {
  return ORDER[Math.min(...of.map((one) => ORDER.indexOf(toneOf(one))))] ?? "";
}

function weekday(day: string): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" }).format(new Date(day + "T00:00Z"));
}

/** The number of the day; with its month on the first of it. */
function numberOf(day: string): string {
  const isFirst = day.endsWith("-01");
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    ...(isFirst && { month: "short" }),
    timeZone: "UTC",
  }).format(new Date(day + "T00:00Z"));
}
