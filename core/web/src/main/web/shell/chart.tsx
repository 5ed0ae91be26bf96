import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { locale } from "../words";
import { labelledOf, linesOf, ticksOf } from "./axes";

/** A part of a bar. What its look is called is said in the legend. */
export interface Part {
  value: number;
  look: string;
}

export interface Bar {
  /** In full, for whoever points at it or listens. */
  label: string;
  /** Below the axis. */
  short: string;
  /** From the axis upwards. */
  parts: readonly Part[];
  /** What it says in full, after its label. */
  text: string;
}

/** What a look means. */
export interface Key {
  look: string;
  text: string;
  /** Of ten pixels, where the size means something. */
  size?: number;
}

const HEIGHT = 180;
const BELOW = 22;
const ABOVE = 8;
const UNIT = 26;
const EACH_LABEL = 64;
const GAP = 8;
const NARROWEST = 240;
const WIDEST = 48;
const KEY = 10;
/** As wide as a character of an axis is at most. */
export const CHARACTER = 8;

/**
 * What a chart stands in: it is as wide as it may be, and drawn anew for each width, so that texts are never scaled. The arrow keys mark
 * one thing after the other, as pointing does; what the marked one says stands below, and else the legend.
 *
 * @param step which one a key leads to; nothing of a key that leads nowhere
 * @param children draws for a width of so many pixels
 */
export function Plot({
  title,
  count,
  marked,
  mark,
  step,
  textOf,
  legend,
  children,
}: {
  title: string;
  count: number;
  marked: number | null;
  mark: (at: number | null) => void;
  step: (key: string, at: number | null) => number | undefined;
  textOf: (at: number) => string;
  legend: readonly Key[];
  children: (width: number) => ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const last = Math.max(0, count - 1);
  const pressed = (event: KeyboardEvent) => {
    const to = event.key === "Home" ? 0 : event.key === "End" ? last : step(event.key, marked);
    if (to === undefined) return;
    event.preventDefault();
    mark(Math.min(last, Math.max(0, to)));
  };
  const shown = marked === null || marked > last ? null : textOf(marked);
  return (
    <div
      ref={box}
      class="chart"
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={marked ?? 0}
      aria-valuetext={shown ?? title}
      onKeyDown={pressed}
      onPointerLeave={() => mark(null)}
      onBlur={() => mark(null)}
    >
      {width > 0 && children(Math.max(NARROWEST, width))}
      <p class="soft">
        {shown ??
          legend.map(({ look, text, size = KEY }) => (
            <span key={text} class="key">
              <svg width={size} height={size} aria-hidden="true">
                <rect class={look} width={size} height={size} />
              </svg>{" "}
              {text}
            </span>
          ))}
      </p>
    </div>
  );
}

/**
 * Bars over time, with axes.
 *
 * @param highest of several charts that are to be compared: the scale of all of them
 */
export function BarChart({
  title,
  bars,
  legend = [],
  highest,
  height = HEIGHT,
  unit = "",
  before = [],
}: {
  title: string;
  bars: readonly Bar[];
  legend?: readonly Key[];
  highest?: number;
  height?: number;
  /** Of what the axis is. */
  unit?: string;
  /** What it was in the time before, as a line. */
  before?: readonly (number | null)[];
}) {
  const above = unit === "" ? ABOVE : UNIT;
  const [marked, setMarked] = useState<number | null>(null);
  const sumOf = ({ parts }: Bar) => parts.reduce((sum, { value }) => sum + value, 0);
  const ticks = ticksOf(highest ?? Math.max(0, ...bars.map(sumOf), ...before.map((one) => one ?? 0)));
  const top = ticks.at(-1) ?? 1;
  const left = GAP + CHARACTER * Math.max(...ticks.map((tick) => tick.toLocaleString(locale()).length));
  const tall = height - BELOW - above;
  const y = (value: number) => above + tall * (1 - value / top);
  const step = (key: string, at: number | null) =>
    key === "ArrowRight" ? (at ?? -1) + 1 : key === "ArrowLeft" ? (at ?? bars.length) - 1 : undefined;
  return (
    <Plot
      title={title}
      count={bars.length}
      marked={marked}
      mark={setMarked}
      step={step}
      textOf={(at) => `${bars[at]?.label}: ${bars[at]?.text}`}
      legend={legend}
    >
      {(width) => {
        const wide = width - left;
        const each = wide / Math.max(1, bars.length);
        const bar = Math.min(WIDEST, each * 0.8);
        return (
          <svg width={width} height={height} aria-hidden="true">
            {ticks.map((tick) => (
              <g key={tick}>
                <line class={tick === 0 ? "axis" : "tick"} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
                <text x={left - GAP} y={y(tick)} dominant-baseline="middle" text-anchor="end">
                  {tick.toLocaleString(locale())}
                </text>
              </g>
            ))}
            {bars.map((one, at) => (
              <g key={at} class={`bar ${at === marked ? "marked" : ""}`} onPointerEnter={() => setMarked(at)}>
                <rect class="aim" x={left + at * each} y={above} width={each} height={tall} />
                <Stack parts={one.parts} x={left + (at + 0.5) * each - bar / 2} width={bar} y={y} />
              </g>
            ))}
            {linesOf(before, (at) => left + (at + 0.5) * each, y).map((points) => (
              <polyline
                key={points}
                class="before"
                points={points}
                fill="none"
                stroke="currentColor"
                stroke-dasharray="4 3"
              />
            ))}
            {labelledOf(bars.length, wide, EACH_LABEL).map((at) => (
              <text key={at} x={left + at * each + each / 2} y={height - GAP / 2} text-anchor="middle">
                {bars[at]?.short}
              </text>
            ))}
            {unit !== "" && (
              <text x={0} y={ABOVE} dominant-baseline="middle">
                {unit}
              </text>
            )}
          </svg>
        );
      }}
    </Plot>
  );
}

function Stack({
  parts,
  x,
  width,
  y,
}: {
  parts: readonly Part[];
  x: number;
  width: number;
  y: (value: number) => number;
}) {
  let sum = 0;
  return (
    <>
      {parts.map(({ value, look }) => {
        const from = sum;
        sum += value;
        return value > 0 ? (
          <rect key={look} class={look} x={x} width={width} y={y(sum)} height={y(from) - y(sum)} />
        ) : null;
      })}
    </>
  );
}
