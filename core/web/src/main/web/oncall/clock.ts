/** Days and times of a zone. A date is 2026-03-29 and a local time 2026-03-29T02:30; instants are milliseconds. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/** Whether the browser knows a zone of this name. */
export function isZone(zone: string): boolean {
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

/** What clocks of the zone show at an instant, to the minute. */
export function localOf(at: number, zone: string): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of format(zone).formatToParts(at)) parts[type] = value;
  return `${parts["year"]}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}`;
}

export function dateOf(at: number, zone: string): string {
  return localOf(at, zone).slice(0, 10);
}

/** How far the zone's clocks are before UTC. */
function offset(at: number, zone: string): number {
  return Date.parse(localOf(at, zone) + "Z") - Math.floor(at / 60_000) * 60_000;
}

/**
 * The instant of a local time, as schedules count: of one that comes twice, the first; one that the zone skips is so much
 * after the gap. NaN for what is no time.
 */
export function instantOf(local: string, zone: string): number {
  const asUtc = Date.parse(local.slice(0, 16) + "Z");
  if (isNaN(asUtc)) return NaN;
  const before = asUtc - offset(asUtc - DAY, zone);
  const after = asUtc - offset(asUtc + DAY, zone);
  const fitting = [before, after].filter((at) => localOf(at, zone) === local.slice(0, 16));
  return fitting.length > 0 ? Math.min(...fitting) : before;
}

export function isDate(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(Date.parse(text + "T00:00Z"));
}

export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date + "T00:00Z") + days * DAY).toISOString().slice(0, 10);
}

export interface Day {
  date: string;
  from: number;
  until: number;
  /** 23 or 25 where clocks change. */
  hours: number;
}

/** So many days of a zone, each from its first moment to that of the next. */
export function daysFrom(date: string, count: number, zone: string): Day[] {
  return Array.from({ length: count }, (_, i) => {
    const from = instantOf(plusDays(date, i) + "T00:00", zone);
    const until = instantOf(plusDays(date, i + 1) + "T00:00", zone);
    return { date: plusDays(date, i), from, until, hours: (until - from) / HOUR };
  });
}

/** The instant that a field of the view's zone means. */
export function iso(local: string, zone: string): string {
  const at = instantOf(local, zone);
  return isNaN(at) ? local : new Date(at).toISOString();
}
