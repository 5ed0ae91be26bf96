import { say } from "../words";

const UNITS = [
  [86_400, "days"],
  [3_600, "hours"],
  [60, "minutes"],
  [1, "seconds"],
] as const;

/**
 * A length of time as people say it, in the two largest units that it has: "3 h 10 min". What was never measured is a dash, and no
 * zero.
 *
 * @param smallest what is left below this many seconds is dropped
 */
export function lengthOf(seconds: number | null, smallest = 1): string {
  if (seconds === null) return say("time.none");
  const found: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [size, unit] of UNITS) {
    if (size < smallest) break;
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) found.push(say(`time.${unit}`, { n }));
    if (found.length === 2 || (found.length === 1 && n === 0)) break;
  }
  return found.length > 0 ? found.join(" ") : say(smallest < 60 ? "time.seconds" : "time.minutes", { n: 0 });
}

const MINUTE = 60;
const SKEW = 10;
const DAY = 86_400;
const WEEK = 7 * DAY;

/**
 * How long ago a moment is, or how long until it comes: to the minute, then to hours and minutes, then to days. Null after a week, when a
 * date says more.
 */
export function sinceOf(at: number, now: number): string | null {
  const ago = Math.round((now - at) / 1_000);
  const length = Math.abs(ago);
  if (length >= WEEK) return null;
  // What is a few seconds ahead is so by a clock that differs a little.
  if (length < MINUTE && -ago > SKEW) return say("time.in", { length: lengthOf(length) });
  if (length < MINUTE) return say("time.now");
  const words = lengthOf(length, length >= DAY ? DAY : MINUTE);
  return ago < 0 ? say("time.in", { length: words }) : words;
}
