import { locale } from "../words";

/** A local day as people say it, such as Wed 18 Nov. */
export function dayOf(date: string, more: Intl.DateTimeFormatOptions = { weekday: "short" }): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC", ...more }).format(
    new Date(`${date}T00:00:00Z`),
  );
}
