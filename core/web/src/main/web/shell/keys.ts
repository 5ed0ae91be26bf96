import { useLayoutEffect, useRef } from "preact/hooks";
import { keysAreOn, remappedKeys } from "./settings";

/** Something that a page does, by a key or from the palette of commands. */
export interface Action {
  key: string;
  label: string;
  run: () => void;
}

const actions = new Set<Action>();
const sources = new Set<() => Action[]>();

/** What the page does at this moment, in the order in which its parts were drawn. */
export function actionsOfPage(): Action[] {
  return [...[...sources].flatMap((source) => source()), ...actions];
}

/** Offers in the palette of commands what a list does by its keys: asked when it opens, with the focus still where it was. */
export function useActions(now: () => Action[]): void {
  const latest = useRef(now);
  latest.current = now;
  useLayoutEffect(() => {
    const source = () => latest.current();
    sources.add(source);
    return () => void sources.delete(source);
  }, []);
}

/** The key that somebody presses for what the dashboard's key does; empty if there is none any more. */
export function pressedFor(key: string): string {
  return remappedKeys()[key] ?? key;
}

/** The dashboard's key that a pressed key stands for; the key itself if it was not given to anything else. */
export function meant(event: KeyboardEvent): string {
  const keys = remappedKeys();
  for (const [key, pressed] of Object.entries(keys)) if (pressed === event.key) return key;
  return event.key in keys ? "" : event.key;
}

/** Whether a key is meant for the page: not for a field, not for the browser, and single keys are on. */
export function isForPage(event: KeyboardEvent): boolean {
  const on = event.target instanceof HTMLElement ? event.target : null;
  return (
    keysAreOn() &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !event.isComposing &&
    !on?.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")
  );
}

/**
 * Does something on a key, wherever the focus is; from the moment that the page is drawn.
 *
 * @param label what it does, in the reader's words: then it is in the palette of commands, too
 */
export function useKey(key: string, then: () => void, label?: string): void {
  const latest = useRef(then);
  latest.current = then;
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (meant(event) === key && isForPage(event)) {
        event.preventDefault();
        latest.current();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [key]);
  useLayoutEffect(() => {
    if (label === undefined) return;
    const action = { key, label, run: () => latest.current() };
    actions.add(action);
    return () => void actions.delete(action);
  }, [key, label]);
}
