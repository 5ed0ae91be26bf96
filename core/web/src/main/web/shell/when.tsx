import { locale } from "../words";
import { zoneName } from "./time";

/** From when to when, to the minute; of one day only once. */
export function When({ from, until, withWeekday = false }: { from: string; until: string; withWeekday?: boolean }) {
  const [begins, ends] = [new Date(from), new Date(until)];
  const format = new Intl.DateTimeFormat(locale(), {
    ...(withWeekday && { weekday: "short" }),
    day: "numeric",
    month: "short",
    ...(begins.getFullYear() !== new Date().getFullYear() && { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zoneName(),
  });
  return <time dateTime={from}>{format.formatRange(begins, ends)}</time>;
}
