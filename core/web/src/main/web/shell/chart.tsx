import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { locale } from "../words";
import { labelledOf, ticksOf } from "./axes";

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

const HEIGHT = 180;
const BELOW = 22;
const ABOVE = 8;
const EACH_LABEL = 64;
const DIGIT = 8;
const GAP = 8;
const NARROWEST = 240;
const WIDEST = 48;

/**
 * Bars over time, with axes. The arrow keys go from bar to bar, as pointing does; what the marked one says stands below. Texts are never
 * scaled: the chart is drawn anew for each width.
 *
 * @param highest of several charts that are to be compared: the scale of all of them
 */
export function BarChart({
  title,
  bars,
  legend = [],
  highest,
  height = HEIGHT,
}: {
  title: string;
  bars: readonly Bar[];
  legend?: readonly { look: string; text: string }[];
  highest?: number;
  height?: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [marked, setMarked] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const sumOf = ({ parts }: Bar) => parts.reduce((sum, { value }) => sum + value, 0);
  const ticks = ticksOf(highest ?? Math.max(0, ...bars.map(sumOf)));
  const top = ticks.at(-1) ?? 1;
  const left = GAP + DIGIT * Math.max(...ticks.map((tick) => tick.toLocaleString(locale()).length));
  const wide = Math.max(NARROWEST, width) - left;
  const tall = height - BELOW - ABOVE;
  const each = wide / Math.max(1, bars.length);
  const bar = Math.min(WIDEST, each * 0.8);
  const y = (value: number) => ABOVE + tall * (1 - value / top);
  const pressed = (event: KeyboardEvent) => {
    const last = bars.length - 1;
    const at = marked ?? (event.key === "ArrowLeft" ? bars.length : -1);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setMarked(Math.min(last, Math.max(0, to)));
  };
  const shown = marked === null ? undefined : bars[marked];
  const textOf = (one: Bar | undefined) => (one ? `${one.label}: ${one.text}` : title);
  return (
    <div
      ref={box}
      class="chart"
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, bars.length - 1)}
      aria-valuenow={marked ?? 0}
      aria-valuetext={textOf(shown)}
      onKeyDown={pressed}
      onPointerLeave={() => setMarked(null)}
      onBlur={() => setMarked(null)}
    >
      {width > 0 && (
        <svg width={left + wide} height={height} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line class={tick === 0 ? "axis" : "tick"} x1={left} x2={left + wide} y1={y(tick)} y2={y(tick)} />
              <text x={left - GAP} y={y(tick)} dominant-baseline="middle" text-anchor="end">
                {tick.toLocaleString(locale())}
              </text>
            </g>
          ))}
          {bars.map((one, at) => (
            <g key={at} class={`bar ${at === marked ? "marked" : ""}`} onPointerEnter={() => setMarked(at)}>
              <rect class="aim" x={left + at * each} y={ABOVE} width={each} height={tall} />
              <Stack parts={one.parts} x={left + (at + 0.5) * each - bar / 2} width={bar} y={y} />
            </g>
          ))}
          {labelledOf(bars.length, wide, EACH_LABEL).map((at) => (
            <text key={at} x={left + at * each + each / 2} y={height - GAP / 2} text-anchor="middle">
              {bars[at]?.short}
            </text>
          ))}
        </svg>
      )}
      <p class="soft">
        {shown
          ? textOf(shown)
          : legend.map(({ look, text }) => (
              <span key={look} class="key">
                <svg width="10" height="10" aria-hidden="true">
                  <rect class={look} width="10" height="10" />
                </svg>{" "}
                {text}
              </span>
            ))}
      </p>
    </div>
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
