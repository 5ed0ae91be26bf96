import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { say } from "../words";
import { announce } from "./announce";
import { inWords } from "./failure";
import { useKey } from "./keys";

interface Toast {
  id: number;
  text: string;
  isFailure: boolean;
  undo: (() => void) | null;
}

/** What tells goes away after this long, unless the pointer or the focus is on it. */
const STAYS = 8_000;
/** What can be taken back can be so for longer: until others are told of it. */
const TAKE_BACK = 10_000;
const MOST = 3;

let toasts: Toast[] = [];
let count = 0;
const watchers = new Set<(now: Toast[]) => void>();

function set(now: Toast[]): void {
  toasts = now;
  watchers.forEach((watcher) => watcher(now));
}

function show(toast: Omit<Toast, "id">): number {
  const id = ++count;
  // Failures stay until somebody has read them; of the others, the oldest goes first.
  const kept = toasts.filter((one) => one.isFailure).slice(1 - MOST);
  const others = toasts.filter((one) => !one.isFailure).slice(kept.length + 1 - MOST || toasts.length);
  set([...toasts.filter((one) => kept.includes(one) || others.includes(one)), { id, ...toast }]);
  return id;
}

function drop(id: number): void {
  if (toasts.some((one) => one.id === id)) set(toasts.filter((one) => one.id !== id));
}

/** Says at the lower edge what was done, for eyes and for screen readers; with what takes it back, for ten seconds. */
export function toast(text: string, undo?: () => void): void {
  announce(undo ? `${text}. ${say("toast.key")}` : text);
  show({ text, isFailure: false, undo: undo ?? null });
}

/** Says what did not work, until somebody closes it. */
export function toastFailure(text: string): void {
  show({ text, isFailure: true, undo: null });
}

export interface Deed<T> {
  /** Shows at once what it will be. */
  show: () => void;
  /** Shows again what it was: the server has refused. */
  hide: () => void;
  send: () => Promise<T>;
  /** What the server says it is now. */
  done: (answer: T) => void;
  /** What is said once it is done. */
  said: string;
  /** What takes it back, if anything does. */
  undo?: () => void;
  /** What it was about, before the words of a failure. */
  about: string;
}

/** Does something that is shown before the server has answered, and takes it from the page again if the server refuses. */
export async function carryOut<T>({ show, hide, send, done, said, undo, about }: Deed<T>): Promise<boolean> {
  show();
  try {
    done(await send());
    toast(said, undo);
    return true;
  } catch (failure) {
    hide();
    toastFailure(`${about}: ${inWords(failure).text}`);
    return false;
  }
}

/** The toasts, at the lower left: they cover neither header nor filters, also on a phone. */
export function Toasts() {
  const [shown, setShown] = useState(toasts);
  useLayoutEffect(() => {
    watchers.add(setShown);
    setShown(toasts);
    return () => void watchers.delete(setShown);
  }, []);
  const isUndoable = shown.some((one) => one.undo !== null);
  useKey(
    "z",
    () => {
      const newest = toasts.findLast((one) => one.undo !== null);
      if (newest) takeBack(newest);
    },
    isUndoable ? say("help.keys.z") : undefined,
  );
  return (
    <div class="toasts" role="region" aria-label={say("toast.region")}>
      {shown.map((one) => (
        <One key={one.id} toast={one} />
      ))}
    </div>
  );
}

function takeBack({ id, undo }: Toast): void {
  drop(id);
  undo?.();
}

function One({ toast }: { toast: Toast }) {
  const { id, text, isFailure, undo } = toast;
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld || isFailure) return;
    const timer = setTimeout(() => drop(id), undo ? TAKE_BACK : STAYS);
    return () => clearTimeout(timer);
  }, [isHeld]);
  const held = { onFocusIn: () => setHeld(true), onFocusOut: () => setHeld(false) };
  return (
    <div
      class={isFailure ? "toast failed" : "toast"}
      role={isFailure ? "alert" : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      {...held}
    >
      <span>{text}</span>
      {undo && (
        <button type="button" onClick={() => takeBack(toast)}>
          {say("toast.undo")} <kbd aria-hidden="true">z</kbd>
        </button>
      )}
      <button type="button" class="close" aria-label={say("close")} onClick={() => drop(id)}>
        ×
      </button>
    </div>
  );
}
