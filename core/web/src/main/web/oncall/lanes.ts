import type { Layer, ScheduleOverride, ScheduleFault, Shift } from "../api/schema";

/** A time that is drawn: instants in milliseconds. */
export interface Span {
  from: number;
  until: number;
}

export interface Bar extends Span {
  key: string;
  kind: "shift" | "override" | "gap" | "overlap";
  who: string;
  /** Whether something is wrong with it. */
  isCautioned: boolean;
  /** Per cent of the lane. */
  left: number;
  width: number;
}

export interface Lane {
  key: string;
  level: number;
  kind: "layer" | "override" | "final";
  name: string;
  /** Bars that are at the same time stand below each other. */
  rows: Bar[][];
}

/** What of a span lies in the window; null for nothing. */
export function clipped(span: Span, window: Span): Span | null {
  const from = Math.max(span.from, window.from);
  const until = Math.min(span.until, window.until);
  return from < until ? { from, until } : null;
}

/** Puts what overlaps below each other, in as few rows as it takes. */
export function stacked<T extends Span>(spans: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from || b.until - a.until)) {
    const free = rows.find((row) => (row.at(-1)?.until ?? -Infinity) <= span.from);
    if (free) free.push(span);
    else rows.push([span]);
  }
  return rows;
}

function bar(
  of: { from: string; until: string },
  kind: Bar["kind"],
  who: string,
  key: string,
  window: Span,
  isCautioned = kind === "gap",
): Bar | null {
  const span = clipped({ from: Date.parse(of.from), until: Date.parse(of.until) }, window);
  if (!span) return null;
  const whole = window.until - window.from;
  return {
    ...span,
    key,
    kind,
    who,
    isCautioned,
    left: ((span.from - window.from) / whole) * 100,
    width: ((span.until - span.from) / whole) * 100,
  };
}

function drawn(bars: Array<Bar | null>): Bar[][] {
  return stacked(bars.filter((one) => one !== null));
}

/** Whether whoever has the shift cannot be called, or is away. */
export function isUncalled(shift: Shift, faults: readonly ScheduleFault[]): boolean {
  return faults.some(
    ({ kind, user, from, until }) =>
      (kind === "unreachable" || kind === "away") &&
      user?.id === shift.user.id &&
      Date.parse(from) < Date.parse(shift.until) &&
      Date.parse(shift.from) < Date.parse(until),
  );
}

/**
 * The lanes of a schedule, level by level: its layers where they are in force, its overrides, and last who is on call in
 * the end, with the gaps.
 */
export function lanesOf(
  layers: readonly Layer[],
  shifts: readonly Shift[],
  overrides: readonly ScheduleOverride[],
  faults: readonly ScheduleFault[],
  window: Span,
): Lane[] {
  const levels = new Set([...layers.map((one) => one.level ?? 1), ...shifts.map((one) => one.level)]);
  return [...levels]
    .sort((a, b) => a - b)
    .flatMap((level) => {
      const here = shifts.filter((one) => one.level === level);
      const shiftBars = (of: readonly Shift[]) =>
        of.map((one, i) =>
          bar(
            one,
            one.because === "override" ? "override" : "shift",
            one.user.username,
            `s${i}`,
            window,
            isUncalled(one, faults),
          ),
        );
      const lanes: Lane[] = layers
        .filter((layer) => (layer.level ?? 1) === level)
        .map((layer) => ({
          key: `${level} layer ${layer.name}`,
          level,
          kind: "layer",
          name: layer.name,
          rows: drawn(shiftBars(here.filter((one) => one.layer === layer.name))),
        }));
      const put = overrides
        .filter((one) => one.level === level)
        .map((one) => {
          const until = one.ended_at !== undefined && one.ended_at < one.until ? one.ended_at : one.until;
          return bar({ from: one.from, until }, "override", one.user.username, one.id, window);
        });
      lanes.push({ key: `${level} override`, level, kind: "override", name: "", rows: drawn(put) });
      const wrong = faults.flatMap((one, i) =>
        one.level === level && (one.kind === "gap" || one.kind === "overlap")
          ? bar(one, one.kind, "", `f${i}`, window)
          : [],
      );
      lanes.push({
        key: `${level} final`,
        level,
        kind: "final",
        name: "",
        rows: drawn([...shiftBars(here), ...wrong.filter((one) => one?.kind === "gap")]),
      });
      return lanes;
    });
}

/** How fine a time is chosen in a lane. */
export const STEP = 30 * 60_000;

/** The instant below a pointer, to the half hour; never before the window or after it. */
export function instantAt(share: number, window: Span): number {
  const at = window.from + Math.min(1, Math.max(0, share)) * (window.until - window.from);
  return Math.min(window.until, window.from + Math.round((at - window.from) / STEP) * STEP);
}

/** What a drag from one place to another has chosen: at least one step. */
export function dragged(start: number, end: number, window: Span): Span {
  const from = Math.min(start, end);
  const until = Math.max(start, end, from + STEP);
  return until <= window.until ? { from, until } : { from: window.until - STEP, until: window.until };
}

/** What a key makes of the chosen time: arrows move it by an hour, with shift its end; up and down by a day. */
export function moved(chosen: Span, key: string, withShift: boolean, window: Span): Span | null {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 }[key];
  if (by === undefined) return null;
  const wanted = by * 2 * STEP;
  if (withShift) {
    return { from: chosen.from, until: Math.min(window.until, Math.max(chosen.from + STEP, chosen.until + wanted)) };
  }
  const step = Math.min(window.until - chosen.until, Math.max(window.from - chosen.from, wanted));
  return { from: chosen.from + step, until: chosen.until + step };
}
