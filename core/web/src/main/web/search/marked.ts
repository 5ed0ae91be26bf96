/** A part of a text, in UTF-16 code units as JavaScript counts them. */
export interface Range {
  from: number;
  to: number;
}

export interface Part {
  text: string;
  isFound: boolean;
}

/** Cuts a text into what was found and what stands between; ranges that overlap or reach beyond it do no harm. */
export function parts(text: string, ranges: readonly Range[]): Part[] {
  const cut: Part[] = [];
  let at = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const start = Math.max(at, from);
    const end = Math.min(text.length, to);
    if (end <= start) continue;
    if (start > at) cut.push({ text: text.slice(at, start), isFound: false });
    cut.push({ text: text.slice(start, end), isFound: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), isFound: false });
  return cut;
}
