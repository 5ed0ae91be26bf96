import { spelled } from "../shell/plain";
import { locale, say } from "../words";

/** A time of the day, in a zone, on some days: at 06:00 Europe/Paris on MONDAY,FRIDAY. */
const AT = /^at (\d\d:\d\d)(?::\S+)? (\S+?)(?: on ([A-Z,]+))?$/;
const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/** When a job runs again, in words. */
export function recurrence(text: string): string {
  const [, time, zone, days] = AT.exec(text) ?? [];
  if (time === undefined || zone === undefined) return spelled(text);
  if (days === undefined) return say("timer.daily", { time, zone });
  return say("timer.weekly", { days: days.split(",").map(named).join(", "), time, zone });
}

function named(day: string): string {
  // The first of January 2024 was a Monday.
  const at = Date.UTC(2024, 0, 1 + DAYS.indexOf(day));
  return new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(at);
}
