import { locale } from "../words";
import { zone } from "./settings";

const full: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
};

/** A moment in the zone that the reader chose, or the browser's, which is always named. */
export function Moment({ at }: { at: string }) {
  const chosen = zone();
  const options = chosen === undefined ? full : { ...full, timeZone: chosen };
  return <time dateTime={at}>{new Intl.DateTimeFormat(locale(), options).format(new Date(at))}</time>;
}
