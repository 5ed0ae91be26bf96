import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { Unreachable } from "../api/client";
import { loadWords, say } from "../words";
import { inWords } from "./failure";
import { toastFailure } from "./toast";

interface PaletteProps {
  me: Self;
  rooms: { path: string; label: string }[];
  close: () => void;
}

let View: ComponentType<PaletteProps> | null = null;

async function load(): Promise<void> {
  const [{ Palette }] = await Promise.all([import("../palette/palette"), loadWords("palette", "manage")]);
  View = Palette;
}

/**
 * What opens the palette of commands: a button, and Ctrl+K, or ⌘K on a Mac. These keys are no single ones, so they cannot be
 * switched off. The palette itself is loaded when it is first wanted.
 */
export function Commands({ me, rooms }: Omit<PaletteProps, "close">) {
  const [isOpen, setOpen] = useState(false);
  const from = useRef<Element | null>(null);
  const open = () => {
    from.current = document.activeElement;
    // What is loaded opens at once, so that nothing that is typed next is lost.
    if (View) setOpen(true);
    else {
      load()
        .then(() => setOpen(true))
        .catch(() => toastFailure(inWords(new Unreachable()).text));
    }
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // Whoever presses it may want the palette next.
      if (event.key === "Control" || event.key === "Meta") load().catch(() => {});
      if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) open();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return (
    <>
      <button type="button" onClick={() => open()}>
        {say("commands")} <kbd aria-hidden="true">{/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      {isOpen && View && (
        <View
          me={me}
          rooms={rooms}
          close={() => {
            setOpen(false);
            if (document.activeElement === document.body && from.current instanceof HTMLElement) from.current.focus();
          }}
        />
      )}
    </>
  );
}
