/** The rows from start to before end. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Which rows of a list are near the window.
 *
 * @param top where the list begins, from the window's upper edge
 * @param height of a row
 * @param margin rows beyond each edge
 */
export function spanOf(top: number, height: number, window: number, count: number, margin: number): Span {
  const first = Math.floor(-top / height);
  const seen = Math.ceil(window / height) + 1;
  const start = Math.max(0, Math.min(count, first - margin));
  return { start, end: Math.max(start, Math.min(count, first + seen + margin)) };
}

/** The row that is looked for and not within the span, from the span outwards; -1 if there is none. */
export function beside(span: Span, count: number, is: (index: number) => boolean): number {
  for (let away = 1; span.start - away >= 0 || span.end + away - 1 < count; away++) {
    const above = span.start - away;
    const below = span.end + away - 1;
    if (above >= 0 && is(above)) return above;
    if (below < count && is(below)) return below;
  }
  return -1;
}
