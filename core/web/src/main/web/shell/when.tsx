import { locale } from "../words";
import { zoneName } from "./time";

/** From when to when, to the minute; of one day only once. */
export function When({ from, until }: { from: string; until: string }) {
  const [begins, ends] = [new Date(from), new Date(until)];
  const format = new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    ...(begins.getFullYear() !== new Date().getFullYear() && { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zoneName(),
  });
  return <time dateTime={from}>{format.formatRange(begins, ends)}</time>;
}
