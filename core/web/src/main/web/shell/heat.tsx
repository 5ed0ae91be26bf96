import { useState } from "preact/hooks";
import { labelledOf, sideOf } from "./axes";
import { CHARACTER, type Key, Plot } from "./chart";

const CELL = 22;
const BELOW = 22;
const GAP = 8;
const EACH_LABEL = 64;
const MOST_SIDE = 0.9;

export interface HeatRow {
  label: string;
  counts: readonly number[];
}

/** Counts in rows and columns: the larger the square, the more. The arrow keys go through them in both directions. */
export function HeatChart({
  title,
  rows,
  columns,
  look,
  textOf,
  keyOf,
}: {
  title: string;
  rows: readonly HeatRow[];
  /** What stands below each column. */
  columns: readonly string[];
  look: string;
  textOf: (row: number, column: number, count: number) => string;
  /** What the legend says of a count. */
  keyOf: (count: number) => string;
}) {
  const [marked, setMarked] = useState<number | null>(null);
  const across = columns.length;
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  const left = 2 * GAP + CHARACTER * Math.max(0, ...rows.map(({ label }) => label.length));
  const tall = rows.length * CELL;
  const step = (key: string, at: number | null) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[key];
    if (by === undefined) return undefined;
    const to = (at ?? -by) + by;
    return to < 0 || to >= rows.length * across ? (at ?? 0) : to;
  };
  const legend: Key[] = [...new Set([1, Math.ceil(most / 2), most])].map((count) => ({
    look,
    text: keyOf(count),
    size: Math.round(sideOf(count, most) * MOST_SIDE * CELL),
  }));
  return (
    <Plot
      title={title}
      count={rows.length * across}
      marked={marked}
      mark={setMarked}
      step={step}
      textOf={(at) => {
        const [row, column] = [Math.floor(at / across), at % across];
        return textOf(row, column, rows[row]?.counts[column] ?? 0);
      }}
      legend={legend}
    >
      {(width) => {
        const each = (width - left) / Math.max(1, across);
        const unit = Math.min(each, CELL) * MOST_SIDE;
        return (
          <svg width={width} height={tall + BELOW} aria-hidden="true">
            {rows.map(({ label, counts }, row) => (
              <g key={row}>
                <text x={left - GAP} y={(row + 0.5) * CELL} dominant-baseline="middle" text-anchor="end">
                  {label}
                </text>
                {counts.map((count, column) => {
                  const at = row * across + column;
                  const side = sideOf(count, most) * unit;
                  return (
                    <g key={column} class={at === marked ? "marked" : undefined} onPointerEnter={() => setMarked(at)}>
                      <rect class="aim" x={left + column * each} y={row * CELL} width={each} height={CELL} />
                      <rect
                        class="cell"
                        x={left + column * each + 1}
                        y={row * CELL + 1}
                        width={Math.max(0, each - 2)}
                        height={CELL - 2}
                        rx={2}
                      />
                      {side > 0 && (
                        <rect
                          class={look}
                          x={left + (column + 0.5) * each - side / 2}
                          y={(row + 0.5) * CELL - side / 2}
                          width={side}
                          height={side}
                          rx={2}
                        />
                      )}
                    </g>
                  );
                })}
              </g>
            ))}
            {labelledOf(across, width - left, EACH_LABEL).map((column) => (
              <text key={column} x={left + (column + 0.5) * each} y={tall + BELOW - GAP / 2} text-anchor="middle">
                {columns[column]}
              </text>
            ))}
          </svg>
        );
      }}
    </Plot>
  );
}
