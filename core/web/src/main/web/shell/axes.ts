/** Where the lines of an axis are. Pure, so that it is tested without a page. */

const MOST_TICKS = 5;
const STEPS = [1, 2, 5, 10];

/** Round numbers from zero up to at least the highest: few, and whole, since what is drawn is counted. */
export function ticksOf(highest: number): number[] {
  const most = Math.max(1, highest);
  const size = 10 ** Math.floor(Math.log10(most / (MOST_TICKS - 1)));
  const step = Math.max(1, (STEPS.find((one) => one * size * (MOST_TICKS - 1) >= most) ?? 10) * size);
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push((ticks.at(-1) ?? 0) + step);
  return ticks;
}

/** Which of so many labels have room, if one needs so many pixels: every n-th, from the first. */
export function labelledOf(count: number, width: number, each: number): number[] {
  const room = Math.max(1, Math.floor(width / each));
  const every = Math.max(1, Math.ceil(count / room));
  const found: number[] = [];
  for (let at = 0; at < count; at += every) found.push(at);
  return found;
}

/** So much stays free above and below, so that a line is not cut off. */
const EDGE = 2;

/**
 * The points of a small line, as SVG takes them. Where nothing was counted the line breaks, since nothing is not zero; nothing is drawn
 * of fewer than two counts.
 */
export function sparkOf(values: readonly (number | null)[], width: number, height: number): string[] {
  const counted = values.filter((one) => one !== null);
  if (counted.length < 2) return [];
  const most = Math.max(...counted);
  const round = (of: number) => Math.round(of * 10) / 10;
  const place = (value: number, at: number) =>
    `${round((at / (values.length - 1)) * width)},${round(height - EDGE - (most === 0 ? 0 : value / most) * (height - 2 * EDGE))}`;
  const lines: string[][] = [[]];
  values.forEach((value, at) => {
    if (value === null) lines.push([]);
    else lines.at(-1)?.push(place(value, at));
  });
  return lines.filter((line) => line.length > 1).map((line) => line.join(" "));
}

/** The side of a square that stands for a count, as a part of its cell: its area goes with the count, and one of them can be seen. */
export function sideOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(0.2, Math.sqrt(count / Math.max(1, most)));
}

/** The points of lines over the places of bars. Where nothing was counted a line breaks. */
export function linesOf(
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string[] {
  const lines: string[][] = [[]];
  values.forEach((value, at) => {
    if (value === null) lines.push([]);
    else lines.at(-1)?.push(`${Math.round(x(at) * 10) / 10},${Math.round(y(value) * 10) / 10}`);
  });
  return lines.filter((line) => line.length > 1).map((line) => line.join(" "));
}
