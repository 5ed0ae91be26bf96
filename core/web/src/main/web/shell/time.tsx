import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { locale, say } from "../words";
import { sinceOf } from "./length";
import { times, zone } from "./settings";

const FULL: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
};
const DAY: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
const RECORD: Intl.DateTimeFormatOptions = { ...DAY, hour: "2-digit", minute: "2-digit", second: "2-digit" };
const EVERY = 10_000;
const SOON = 10_000;

/** As a list says it where somebody wants to know when, and not how long ago. */
const MINUTE: Intl.DateTimeFormatOptions = { ...DAY, hour: "2-digit", minute: "2-digit" };

/** In the zone that the reader chose, or the browser's. */
function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const chosen = zone();
  return new Intl.DateTimeFormat(locale(), chosen === undefined ? options : { ...options, timeZone: chosen }).format(
    at,
  );
}

/** Without the year while it is this one. */
function short(at: Date, options: Intl.DateTimeFormatOptions): string {
  const isNow = format(at, { year: "numeric" }) === format(new Date(), { year: "numeric" });
  return format(at, isNow ? options : { ...options, year: "numeric" });
}

/** The time of day, for a sentence. */
export function clockOf(at: Date): string {
  return format(at, { hour: "2-digit", minute: "2-digit" });
}

/** The zone in which times are shown. */
export function zoneName(): string {
  return zone() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Draws what it is used in again and again, since time passes; all of a page together. */
function useClock(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    listeners.add(tick);
    timer ??= setInterval(() => listeners.forEach((one) => one()), EVERY);
    return () => {
      listeners.delete(tick);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}

/**
 * A moment of a record: day, hour, minute and second. Its zone is said once, where the table or the page says it, and with each one to
 * whoever points at it or listens.
 */
export function Moment({ at }: { at: string }) {
  const date = new Date(at);
  const exact = format(date, FULL);
  return (
    <time dateTime={at} data-exact={exact}>
      <span aria-hidden="true">{short(date, RECORD)}</span>
      <span class="unseen">{exact}</span>
    </time>
  );
}

/**
 * How long ago something was: what people ask of a list. The exact moment is there for whoever points at it, comes to it by the
 * keyboard, taps it, or listens.
 *
 * @param isInRow of a list that is gone through row by row: then it is no stop of its own for the keyboard
 * @param isDue of what is still to come: late, it is due now
 */
export function Ago({ at, isInRow = false, isDue = false }: { at: string; isInRow?: boolean; isDue?: boolean }) {
  const now = useClock();
  const date = new Date(at);
  const exact = format(date, FULL);
  return (
    <time dateTime={at} data-exact={exact} data-ago="" tabIndex={isInRow ? undefined : 0}>
      {isDue && date.getTime() <= now + SOON
        ? say("time.due")
        : times() === "absolute"
          ? short(date, MINUTE)
          : (sinceOf(date.getTime(), now) ?? short(date, DAY))}
      <span class="unseen">, {exact}</span>
    </time>
  );
}

/** In which zone the times of a table are, if it has any. */
export function Zone() {
  return <span>{say("time.zone", { zone: zoneName() })}</span>;
}

const GAP = 8;

/** The exact moment of the time that somebody points at, comes to, or taps: one box for all of a page. Escape takes it away. */
export function Exact() {
  const box = useRef<HTMLDivElement>(null);
  const [of, setOf] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const look = (event: Event) => {
      const on = event.target instanceof Element ? event.target.closest<HTMLElement>("time[data-exact]") : null;
      setOf(on);
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOf(null);
    };
    const gone = () => setOf(null);
    const events = ["pointerover", "focusin", "click"] as const;
    events.forEach((one) => document.addEventListener(one, look));
    document.addEventListener("keydown", pressed);
    addEventListener("scroll", gone, { passive: true });
    return () => {
      events.forEach((one) => document.removeEventListener(one, look));
      document.removeEventListener("keydown", pressed);
      removeEventListener("scroll", gone);
    };
  }, []);
  useLayoutEffect(() => {
    const tip = box.current;
    if (tip === null || of === null) return;
    const around = of.getBoundingClientRect();
    const left = Math.min(around.left, innerWidth - tip.offsetWidth - GAP);
    const above = around.top - tip.offsetHeight - GAP / 2;
    tip.style.left = `${Math.max(GAP, left)}px`;
    tip.style.top = `${above > GAP ? above : around.bottom + GAP / 2}px`;
  }, [of]);
  // What it says is in the time itself for whoever listens.
  return (
    <div ref={box} class="tip" aria-hidden="true" hidden={of === null || !of.isConnected}>
      {of?.dataset["exact"]}
    </div>
  );
}
