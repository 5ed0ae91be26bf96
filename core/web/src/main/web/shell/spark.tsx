import { sparkOf } from "./axes";

const WIDTH = 80;
const HEIGHT = 20;

/** How a figure went, as a small line beside it: a chart with axes says the same in full, so nobody who listens hears of it. */
export function Spark({ values }: { values: readonly (number | null)[] }) {
  const lines = sparkOf(values, WIDTH, HEIGHT);
  if (lines.length === 0) return null;
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {lines.map((points) => (
        <polyline key={points} points={points} />
      ))}
    </svg>
  );
}
