import { useLayoutEffect } from "preact/hooks";
import { keysAreOn } from "./settings";

/** Whether a key is meant for the page: not for a field, not for the browser, and single keys are on. */
export function isForPage(event: KeyboardEvent): boolean {
  const on = event.target instanceof HTMLElement ? event.target : null;
  return (
    keysAreOn() &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !event.isComposing &&
    !on?.closest("input, textarea, select, [contenteditable], dialog")
  );
}

/** Does something on a key, wherever the focus is; from the moment that the page is drawn. */
export function useKey(key: string, then: () => void): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === key && isForPage(event)) {
        event.preventDefault();
        then();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}
