/** One line of a comparison: in both, only before, or only after. */
export interface Line {
  kind: "same" | "gone" | "new";
  text: string;
}

/** Beyond so many pairs of lines, what is between the common ends is shown whole: gone, then new. */
const MOST_PAIRS = 4_000_000;

/** What changed between two texts, line by line, with the fewest lines that came and went. */
export function diff(before: string, after: string): Line[] {
  const a = before.split("\n");
  const b = after.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const lines = (texts: string[], kind: Line["kind"]) => texts.map((text): Line => ({ kind, text }));
  return [
    ...lines(a.slice(0, start), "same"),
    ...between(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...lines(a.slice(a.length - end), "same"),
  ];
}

function between(a: string[], b: string[]): Line[] {
  if (a.length * b.length > MOST_PAIRS) {
    return [...a.map((text): Line => ({ kind: "gone", text })), ...b.map((text): Line => ({ kind: "new", text }))];
  }
  // How many lines the rests of both have in common.
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i] ?? "" });
      i++;
      j++;
    } else if (
      i < a.length &&
      (j >= b.length || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push({ kind: "gone", text: a[i++] ?? "" });
    } else {
      lines.push({ kind: "new", text: b[j++] ?? "" });
    }
  }
  return lines;
}
