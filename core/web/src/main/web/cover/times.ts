import { dateOf, instantOf, plusDays } from "../oncall/clock";
import type { Span } from "../oncall/lanes";

const SATURDAY = 6;
const WEEK = 7;

/** The times for which one usually wants to be covered; those in which the shift has no part are left out. */
export interface Presets {
  tonight?: Span;
  rest?: Span;
  weekend?: Span;
}

/** Tonight is from 18:00 to 09:00, and until 06:00 the night that still lasts; the weekend has its whole days. All are cut to the shift. */
export function presetsOf(shift: Span, now: number, zone: string): Presets {
  const today = dateOf(now, zone);
  const night = (evening: string): Span => ({
    from: instantOf(evening + "T18:00", zone),
    until: instantOf(plusDays(evening, 1) + "T09:00", zone),
  });
  const isNight = now < instantOf(today + "T06:00", zone);
  const day = new Date(today + "T00:00Z").getUTCDay();
  const saturday = plusDays(today, day === 0 ? -1 : (SATURDAY - day + WEEK) % WEEK);
  const spans = {
    tonight: cut(night(isNight ? plusDays(today, -1) : today), shift, now),
    rest: cut(shift, shift, now),
    weekend: cut(
      { from: instantOf(saturday + "T00:00", zone), until: instantOf(plusDays(saturday, 2) + "T00:00", zone) },
      shift,
      now,
    ),
  };
  const presets: Presets = {};
  if (spans.tonight) presets.tonight = spans.tonight;
  if (spans.rest) presets.rest = spans.rest;
  if (spans.weekend) presets.weekend = spans.weekend;
  return presets;
}

function cut(span: Span, shift: Span, now: number): Span | null {
  const from = Math.max(span.from, shift.from, now);
  const until = Math.min(span.until, shift.until);
  return from < until ? { from, until } : null;
}
