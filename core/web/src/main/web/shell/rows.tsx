import type { ComponentChildren, RefObject } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../words";
import { isForPage, meant, useKey } from "./keys";
import { beside, type Span, spanOf } from "./span";

/** Rows beyond the edges of the window, so that scrolling finds them drawn. */
const MARGIN = 3;

export interface RowsProps {
  label: string;
  count: number;
  /** The same row keeps its key wherever it moves. */
  keyOf: (index: number) => string;
  /** What is within a row. Its first link has the focus of the row, and Enter opens it. */
  draw: (index: number) => ComponentChildren;
  /** Kinds of rows, for their style. */
  kindOf?: (index: number) => string;
  /** How many rows wait above, and what shows them. */
  newer?: number;
  onNewer?: () => void;
  /** Which rows are selected, and what selects one, or all from the last one to this. */
  selected?: (index: number) => boolean;
  onSelect?: (index: number, range: boolean) => void;
  /** A key on a row, besides those of every list; true if it did something. */
  onKey?: (key: string, index: number) => boolean;
  /** The end comes near: more can be read. */
  onEnd?: () => void;
  list?: RefObject<HTMLUListElement>;
}

/**
 * A list of any length of which only what is seen is drawn. All its rows have the height of `.rows > li`, so none moves
 * another. j and k go down and up, Enter opens, x selects. The row with the focus is always drawn, so that it is never lost.
 */
export function Rows(props: RowsProps) {
  const { label, count, keyOf, draw, kindOf, newer = 0, selected, onNewer, onEnd } = props;
  const own = useRef<HTMLUListElement>(null);
  const list = props.list ?? own;
  const [height, span] = useSpan(list, count);
  const focused = useRef<string | null>(null);
  const goingTo = useRef<number | null>(null);

  useLayoutEffect(() => {
    if (goingTo.current === null) return;
    const row = rowAt(list.current, goingTo.current);
    if (!row) return;
    goingTo.current = null;
    linkIn(row)?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    if (onEnd && span.end >= count) onEnd();
  }, [span.end, count]);

  const goTo = (index: number) => {
    const element = list.current;
    if (!element || index < 0 || index >= count) return;
    goingTo.current = index;
    reveal(element, index, height);
    const row = rowAt(element, index);
    if (row) {
      goingTo.current = null;
      linkIn(row)?.focus({ preventScroll: true });
    }
  };
  // From anywhere else on the page, the list begins with its first row that is seen.
  useKey(
    "j",
    () => {
      const element = list.current;
      if (!element || element.contains(document.activeElement)) return;
      goTo(Math.max(0, Math.ceil(-element.getBoundingClientRect().top / height)));
    },
    count > 0 ? say("help.keys.j") : undefined,
  );
  const pressed = (event: KeyboardEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("li[data-at]");
    if (!row || !isForPage(event)) return;
    const index = Number(row.dataset["at"]);
    const key = meant(event);
    const step = key === "j" ? 1 : key === "k" ? -1 : 0;
    if (step !== 0) goTo(index + step);
    else if ((key === "x" || key === "X") && props.onSelect) props.onSelect(index, event.shiftKey);
    else if (!props.onKey?.(key, index)) return;
    event.preventDefault();
  };

  const drawn: number[] = [];
  for (let i = span.start; i < Math.min(span.end, count); i++) drawn.push(i);
  const kept = focused.current === null ? -1 : beside(span, count, (i) => keyOf(i) === focused.current);
  if (kept >= 0) drawn.splice(kept < span.start ? 0 : drawn.length, 0, kept);
  return (
    <>
      {newer > 0 && onNewer && (
        <div class="waiting">
          <button
            type="button"
            class="newer"
            onClick={() => {
              onNewer();
              scrollTo(0, 0);
              goingTo.current = 0;
            }}
          >
            {say("rows.newer", { count: newer })}
          </button>
        </div>
      )}
      <ul
        ref={list}
        class="rows"
        aria-label={label}
        style={{ height: `${count * height}px` }}
        onKeyDown={pressed}
        onFocusIn={(event) => {
          const at = (event.target as Element).closest<HTMLElement>("li[data-at]")?.dataset["at"];
          focused.current = at === undefined ? null : keyOf(Number(at));
        }}
        onFocusOut={() => {
          focused.current = null;
        }}
      >
        {drawn.map((i) => (
          <li
            key={keyOf(i)}
            data-at={i}
            data-id={keyOf(i)}
            class={kindOf?.(i) ?? ""}
            data-selected={selected?.(i) ? "" : undefined}
            aria-setsize={count}
            aria-posinset={i + 1}
            style={{ top: `${i * height}px` }}
          >
            {draw(i)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The height of a row, and which rows are near the window. */
function useSpan(list: RefObject<HTMLUListElement>, count: number): [number, Span] {
  const [height, setHeight] = useState(64);
  const [span, setSpan] = useState<Span>({ start: 0, end: 20 });
  const look = useCallback(() => {
    const element = list.current;
    if (!element) return;
    const probe = element.querySelector("li")?.offsetHeight ?? 0;
    const high = probe > 0 ? probe : height;
    if (high !== height) setHeight(high);
    const next = spanOf(element.getBoundingClientRect().top, high, innerHeight, count, MARGIN);
    setSpan((before) => (before.start === next.start && before.end === next.end ? before : next));
  }, [count, height]);
  useLayoutEffect(look, [look]);
  useLayoutEffect(() => {
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        look();
      });
    };
    addEventListener("scroll", soon, { passive: true });
    const sizes = new ResizeObserver(soon);
    sizes.observe(document.body);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", soon);
      sizes.disconnect();
    };
  }, [look]);
  return [height, span];
}

/** The index of the row with the focus; -1 if none has it. */
export function rowWithFocus(list: HTMLElement | null): number {
  const row = document.activeElement?.closest<HTMLElement>("li[data-at]");
  return row && list?.contains(row) ? Number(row.dataset["at"]) : -1;
}

function rowAt(list: HTMLElement | null, index: number): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`li[data-at="${index}"]`) ?? null;
}

function linkIn(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>("a, button");
}

/** Scrolls just so far that a row is seen, whether it is drawn or not. */
function reveal(list: HTMLElement, index: number, height: number): void {
  const top = list.getBoundingClientRect().top + index * height;
  if (top < height) scrollBy(0, top - height);
  else if (top + 2 * height > innerHeight) scrollBy(0, top + 2 * height - innerHeight);
}
