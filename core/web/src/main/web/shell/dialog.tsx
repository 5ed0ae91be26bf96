import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { say } from "../words";
import { Icon } from "./icon";
import { CLOSE } from "./icons";

/** A modal dialog, there as long as it is drawn. Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  title,
  close,
  wide = false,
  drawer = false,
  children,
}: {
  title: string;
  close: () => void;
  wide?: boolean;
  /** Beside what it changes, at the right edge. */
  drawer?: boolean;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const latest = useRef(close);
  latest.current = close;
  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    const closed = () => latest.current();
    dialog?.addEventListener("close", closed);
    return () => {
      // What stands in its place may be another dialog, which this one's end does not close.
      dialog?.removeEventListener("close", closed);
      dialog?.close();
      // What opened it may be gone with what was done.
      const back = before instanceof HTMLElement && before.isConnected ? before : document.querySelector("h1");
      back?.focus();
    };
  }, []);
  return (
    <dialog ref={box} class={drawer ? "drawer" : wide ? "wide" : undefined} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
      {/* The last one, so that the first field gets the focus. */}
      <button type="button" class="icon closing" aria-label={say("close")} title={say("close")} onClick={close}>
        <Icon of={CLOSE} />
      </button>
    </dialog>
  );
}
