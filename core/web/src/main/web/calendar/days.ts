import { dateOf, instantOf, plusDays } from "../oncall/clock";

export type View = "month" | "week" | "day" | "agenda";

export const VIEWS: readonly View[] = ["month", "week", "day", "agenda"];

const WEEK = 7;
const DAY = 1;
/** As far as an agenda looks ahead. */
const AGENDA = 30;

/** What a view shows: so many days from the first one. */
export interface Shown {
  first: string;
  count: number;
}

/** The Monday of a date's week. */
function monday(date: string): string {
  const day = new Date(date + "T00:00Z").getUTCDay();
  return plusDays(date, -((day + 6) % WEEK));
}

function firstOfMonth(date: string): string {
  return date.slice(0, 8) + "01";
}

/** The same day of another month, or its last one. */
export function plusMonths(date: string, months: number): string {
  const at = new Date(firstOfMonth(date) + "T00:00Z");
  at.setUTCMonth(at.getUTCMonth() + months);
  const first = at.toISOString().slice(0, 10);
  at.setUTCMonth(at.getUTCMonth() + 1);
  at.setUTCDate(0);
  const last = at.getUTCDate();
  return first.slice(0, 8) + String(Math.min(last, Number(date.slice(8)))).padStart(2, "0");
}

/** Whole weeks in a grid; an agenda begins with the day itself. */
export function shownOf(view: View, date: string): Shown {
  if (view === "agenda") return { first: date, count: AGENDA };
  if (view === "day") return { first: date, count: DAY };
  if (view === "week") return { first: monday(date), count: WEEK };
  const first = monday(firstOfMonth(date));
  const next = plusMonths(firstOfMonth(date), 1);
  let count = WEEK;
  while (plusDays(first, count) < next) count += WEEK;
  return { first, count };
}

/** Where the arrows beside "Today" lead. */
export function moved(view: View, date: string, by: 1 | -1): string {
  if (view === "month") return plusMonths(date, by);
  return plusDays(date, by * { week: WEEK, day: DAY, agenda: AGENDA }[view]);
}

export interface Timed {
  from: string;
  until: string;
}

/**
 * What lies in each of some days, in order of time: what lasts for several days is in each of them. What ends with a day is not in the
 * next one; a moment is in its day.
 */
export function byDay<T extends Timed>(items: readonly T[], { first, count }: Shown, zone: string): Map<string, T[]> {
  const days = new Map<string, T[]>();
  for (let i = 0; i < count; i++) days.set(plusDays(first, i), []);
  const end = plusDays(first, count);
  for (const one of items) {
    const from = Date.parse(one.from);
    const until = Math.max(from, Date.parse(one.until) - 1);
    const last = dateOf(until, zone);
    for (
      let day = dateOf(from, zone) < first ? first : dateOf(from, zone);
      day <= last && day < end;
      day = plusDays(day, 1)
    ) {
      days.get(day)?.push(one);
    }
  }
  return days;
}

/** From the first moment of the first day to that after the last. */
export function rangeOf({ first, count }: Shown, zone: string): { from: string; to: string } {
  return {
    from: new Date(instantOf(first + "T00:00", zone)).toISOString(),
    to: new Date(instantOf(plusDays(first, count) + "T00:00", zone)).toISOString(),
  };
}
