import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { announce } from "../shell/announce";
import { Caution } from "../shell/caution";
import { colourOf } from "../shell/initials";
import { say } from "../words";
import type { Day } from "./clock";
import { localOf } from "./clock";
import { type Bar, dragged, instantAt, type Lane, lanesOf, moved, type Span, STEP } from "./lanes";
import type { View } from "./schedule";
import { dayName } from "./when";

const SHAPES = { shift: "", override: "⇄ ", gap: "", overlap: "▤ " };

/** Layers, overrides and who is on call in the end, over some days. All of it is in the table below as well. */
export function Lanes({
  view,
  days,
  zone,
  choose,
}: {
  view: View;
  days: Day[];
  zone: string;
  choose: ((level: number, span: Span) => void) | null;
}) {
  const window = { from: days[0]?.from ?? 0, until: days.at(-1)?.until ?? 0 };
  const lanes = lanesOf(view.schedule.layers, view.shifts, view.overrides, view.faults, window);
  const whole = window.until - window.from;
  const now = ((Date.now() - window.from) / whole) * 100;
  return (
    <div class={`lanes ${days.length > 7 ? "many" : ""}`}>
      <Days days={days} zone={zone} />
      {lanes.map((lane) => (
        <div key={lane.key} class={`lane ${lane.kind}`}>
          <span class="lane-name">
            {lane.kind === "layer"
              ? lane.name
              : say(lane.kind === "override" ? "schedule.lane.override" : "schedule.lane.final", { level: lane.level })}
          </span>
          {lane.kind === "final" && choose ? (
            <Chooser lane={lane} window={window} zone={zone} choose={(span) => choose(lane.level, span)} now={now} />
          ) : (
            <div class="track" style={{ height: `${Math.max(1, lane.rows.length) * 2.25}rem` }}>
              <Bars lane={lane} now={now} />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}

/** The head of lanes: their days, and the zone of these. */
export function Days({ days, zone }: { days: readonly Day[]; zone: string }) {
  const from = days[0]?.from ?? 0;
  const whole = (days.at(-1)?.until ?? 0) - from;
  return (
    <div class="lane days">
      <span class="lane-name soft">{zone}</span>
      <div class="track">
        {days.map((day) => (
          <span
            key={day.date}
            class="day"
            style={{
              left: `${((day.from - from) / whole) * 100}%`,
              width: `${((day.until - day.from) / whole) * 100}%`,
            }}
          >
            {dayName(day.date)}
            {day.hours !== 24 && <strong> {say("schedule.hours", { hours: day.hours })}</strong>}
          </span>
        ))}
      </div>
    </div>
  );
}

/**
 * The bars of a lane, and where now is in it.
 *
 * @param about what is said of a bar besides its name
 */
export function Bars({ lane, now, about }: { lane: Lane; now: number; about?: (bar: Bar) => ComponentChildren }) {
  return (
    <>
      {lane.rows.map((row, i) =>
        row.map((bar) => (
          <span
            key={bar.key}
            class={`bar-of ${bar.kind} ${bar.kind === "gap" || bar.kind === "overlap" ? "" : colourOf(bar.who)}`}
            style={{ left: `${bar.left}%`, width: `${bar.width}%`, top: `${i * 2.25 + 0.25}rem` }}
          >
            {bar.isCautioned && <Caution />}
            {SHAPES[bar.kind]}
            {bar.kind === "gap" ? say("schedule.gap") : bar.who}
            {about?.(bar)}
          </span>
        )),
      )}
      {now > 0 && now < 100 && <span class="now-line" style={{ left: `${now}%` }} />}
    </>
  );
}

/** The last lane: a drag chooses a time, and so do the arrows; then the form has it. */
function Chooser({
  lane,
  window,
  zone,
  choose,
  now,
}: {
  lane: Lane;
  window: Span;
  zone: string;
  choose: (span: Span) => void;
  now: number;
}) {
  const track = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Span | null>(null);
  const start = useRef<number | null>(null);
  const at = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    return instantAt(box ? (event.clientX - box.left) / box.width : 0, window);
  };
  const said = (span: Span) =>
    say("schedule.chosen", { from: localOf(span.from, zone), until: localOf(span.until, zone), zone });
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const first = Math.min(window.until - 2 * STEP, Math.max(window.from, Math.ceil(Date.now() / STEP) * STEP));
    const before = chosen ?? { from: first, until: first + 2 * STEP };
    const span =
      chosen === null && event.key.startsWith("Arrow") ? before : moved(before, event.key, event.shiftKey, window);
    if (span) {
      setChosen(span);
      announce(said(span));
    } else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape" && chosen) setChosen(null);
    else return;
    event.preventDefault();
  };
  const whole = window.until - window.from;
  return (
    <div
      ref={track}
      class="track choose"
      style={{ height: `${Math.max(1, lane.rows.length) * 2.25}rem` }}
      tabIndex={0}
      role="group"
      aria-label={say("schedule.choose", { level: lane.level })}
      onKeyDown={pressed}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        start.current = at(event);
        track.current?.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current !== null) setChosen(dragged(start.current, at(event), window));
      }}
      onPointerUp={(event) => {
        if (start.current === null) return;
        const span = dragged(start.current, at(event), window);
        const isDrag = Math.abs(at(event) - start.current) >= STEP;
        start.current = null;
        setChosen(span);
        if (isDrag) choose(span);
      }}
      onPointerCancel={() => {
        start.current = null;
        setChosen(null);
      }}
    >
      <Bars lane={lane} now={now} />
      {chosen && (
        <span
          class="chosen"
          style={{
            left: `${((chosen.from - window.from) / whole) * 100}%`,
            width: `${((chosen.until - chosen.from) / whole) * 100}%`,
          }}
        />
      )}
    </div>
  );
}
