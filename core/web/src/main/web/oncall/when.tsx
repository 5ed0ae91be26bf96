import { locale } from "../words";

const full: Intl.DateTimeFormatOptions = {
  weekday: "short",
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
};

function written(at: number, zone: string | undefined): string {
  return new Intl.DateTimeFormat(locale(), { ...full, timeZone: zone }).format(at);
}

/** The zone of whoever looks at the page. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An instant in the view's zone, and below it in the viewer's own where that differs. */
export function When({ at, zone }: { at: string; zone: string }) {
  const instant = Date.parse(at);
  const shown = written(instant, zone);
  const own = written(instant, undefined);
  return (
    <time dateTime={at}>
      {shown}
      {own !== shown && <small class="soft own">{own}</small>}
    </time>
  );
}

/** A moment of these days, such as Mon 09:00. */
export function weekdayAndTime(at: number, zone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);
}

/** A day's heading, such as Mon 5 Jan. */
export function dayName(date: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: "short",
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(Date.parse(date + "T00:00Z"));
}
