import { locale } from "../words";

const full: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
};

/** A moment in the reader's zone, which is always named. */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{new Intl.DateTimeFormat(locale(), full).format(new Date(at))}</time>;
}
