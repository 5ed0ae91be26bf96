import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { type Held, held } from "./held";

/** Whether somebody is at the list: has scrolled into it, has the focus or the pointer in it. */
export function isRead(list: HTMLElement | null): boolean {
  return list !== null && (scrollY > 0 || list.contains(document.activeElement) || list.matches(":hover"));
}

/**
 * Holds the rows of a list still while somebody is at it. Another key is another list, which is shown as it is.
 *
 * @param busy whether the rows must stay for another reason, such as that some are selected
 */
export function useStill<T>(
  list: RefObject<HTMLElement>,
  key: string,
  now: readonly T[],
  idOf: (one: T) => string,
  busy = false,
): Held<T> & { catchUp: () => void } {
  const last = useRef<{ key: string; now: readonly T[]; held: Held<T> } | null>(null);
  const before = last.current;
  if (before?.key !== key || before.held.shown.length === 0) {
    last.current = { key, now, held: { shown: [...now], newer: 0 } };
  } else if (before.now !== now) {
    const stays = busy || isRead(list.current);
    last.current = { key, now, held: stays ? held(before.held.shown, now, idOf) : { shown: [...now], newer: 0 } };
  }
  const found = last.current?.held ?? { shown: [], newer: 0 };
  const catchUp = () => {
    last.current = { key, now, held: { shown: [...now], newer: 0 } };
  };
  return { ...found, catchUp };
}
