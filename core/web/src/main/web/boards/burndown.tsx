import { useState } from "preact/hooks";
import { labelledOf, linesOf, ticksOf } from "../shell/axes";
import { CHARACTER, Plot } from "../shell/chart";
import { Grid } from "../shell/table";
import { locale, say } from "../words";
import { dayOf } from "./days";
import type { Sprint } from "./sprint-form";

type Report = NonNullable<Sprint["report"]>;
type Day = Report["burndown"]["days"][number];

const HEIGHT = 260;
const BELOW = 24;
const ABOVE = 8;
const GAP = 8;
const RIGHT = 16;

/** A day on the chart; the first one is how it began. */
interface Point {
  title: string;
  short: string;
  left: number | null;
  scope: number | null;
  even: number;
  text: string;
}

function pointsOf({ committed, days }: Report["burndown"]): Point[] {
  const begun: Point = {
    title: say("boards.burndown.start"),
    short: "",
    left: committed.points,
    scope: committed.points,
    even: committed.points,
    text: textOf(say("boards.burndown.start"), { left: committed.points, scope: committed.points, even: 0 }),
  };
  return [
    begun,
    ...days.map((day) => ({
      title: dayOf(day.date),
      short: dayOf(day.date),
      left: day.left,
      scope: day.scope,
      even: day.even,
      text: textOf(dayOf(day.date), day),
    })),
  ];
}

function textOf(day: string, { left, scope, even }: Pick<Day, "left" | "scope" | "even">): string {
  return left === null || scope === null
    ? say("boards.burndown.tocome", { day, even })
    : say("boards.burndown.day", { day, left, scope });
}

/** What is left at the end of each day, beside the scope and an even pace; and the same as a table. */
export function BurndownChart({ report: { zone, burndown } }: { report: Report }) {
  const [marked, setMarked] = useState<number | null>(null);
  const points = pointsOf(burndown);
  const ticks = ticksOf(Math.max(1, ...points.flatMap(({ left, scope, even }) => [left ?? 0, scope ?? 0, even])));
  const top = ticks.at(-1) ?? 1;
  const margin = GAP + CHARACTER * Math.max(...ticks.map((tick) => tick.toLocaleString(locale()).length));
  const tall = HEIGHT - BELOW - ABOVE;
  const y = (value: number) => ABOVE + tall * (1 - value / top);
  const step = (key: string, at: number | null) =>
    ({ ArrowRight: (at ?? -1) + 1, ArrowLeft: (at ?? points.length) - 1 })[key];
  return (
    <section class="panel" aria-labelledby="burndown">
      <h2 id="burndown">{say("boards.burndown")}</h2>
      <p class="soft">{say("boards.burndown.about", { zone })}</p>
      <Plot
        title={say("boards.burndown")}
        count={points.length}
        marked={marked}
        mark={setMarked}
        step={step}
        textOf={(at) => points[at]?.text ?? ""}
        legend={[
          { look: "bar-sev3", text: say("boards.burndown.left") },
          { look: "bar-sev2", text: say("boards.burndown.scope") },
          { look: "bar-sev4", text: say("boards.burndown.even") },
        ]}
      >
        {(width) => {
          const x = (at: number) => margin + ((width - margin - RIGHT) * at) / Math.max(1, points.length - 1);
          const line = (of: (point: Point) => number | null, colour: string, dashes?: string) =>
            linesOf(points.map(of), x, y).map((each) => (
              <polyline
                key={colour + each}
                points={each}
                fill="none"
                stroke={colour}
                stroke-width={dashes === undefined ? 2 : 1.5}
                stroke-dasharray={dashes}
              />
            ));
          const labelled = labelledOf(points.length, width - margin, EACH);
          return (
            <svg width={width} height={HEIGHT} aria-hidden="true">
              {ticks.map((tick) => (
                <g key={tick}>
                  <line class={tick === 0 ? "axis" : "tick"} x1={margin} x2={width} y1={y(tick)} y2={y(tick)} />
                  <text x={margin - GAP} y={y(tick)} dominant-baseline="middle" text-anchor="end">
                    {tick.toLocaleString(locale())}
                  </text>
                </g>
              ))}
              {line(({ even }) => even, "var(--bar4)", "2 4")}
              {line(({ scope }) => scope, "var(--bar2)", "6 3")}
              {line(({ left }) => left, "var(--bar3)")}
              {points.map((point, at) => (
                <g key={at}>
                  {labelled.includes(at) && (
                    <text x={x(at)} y={HEIGHT - GAP} text-anchor={at === points.length - 1 ? "end" : "middle"}>
                      {point.short}
                    </text>
                  )}
                  <rect
                    class="aim"
                    x={x(at) - (width - margin) / points.length / 2}
                    y={ABOVE}
                    width={(width - margin) / points.length}
                    height={tall}
                    onPointerEnter={() => setMarked(at)}
                  />
                </g>
              ))}
              {marked !== null && <line class="tick" x1={x(marked)} x2={x(marked)} y1={ABOVE} y2={ABOVE + tall} />}
            </svg>
          );
        }}
      </Plot>
      <details>
        <summary>{say("boards.burndown.table")}</summary>
        <Grid
          label={say("boards.burndown")}
          rows={points.filter(({ left }) => left !== null)}
          id={({ title }) => title}
          columns={[
            { title: say("boards.day"), show: ({ title }) => title },
            { title: say("boards.burndown.left"), isNumber: true, show: ({ left }) => left },
            { title: say("boards.burndown.scope"), isNumber: true, show: ({ scope }) => scope },
            {
              title: say("boards.burndown.even"),
              isNumber: true,
              show: ({ even }) => even.toLocaleString(locale(), { maximumFractionDigits: 1 }),
            },
          ]}
        />
      </details>
    </section>
  );
}

/** As wide as the label of a day. */
const EACH = 84;
