import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { Unreachable } from "../api/client";
import { loadWords, say } from "../words";
import { inWords } from "./failure";
import { Icon } from "./icon";
import { SEARCH } from "./icons";
import { isForPage, meant } from "./keys";
import { toastFailure } from "./toast";

interface PaletteProps {
  me: Self;
  close: () => void;
}

let View: ComponentType<PaletteProps> | null = null;

async function load(): Promise<void> {
  const [{ Palette }] = await Promise.all([import("../palette/palette"), loadWords("palette")]);
  View = Palette;
}

/**
 * What opens the palette, which finds and does everything: a button, Ctrl+K, or ⌘K on a Mac, and a slash, unless the page has a field
 * of its own for that. The first two are no single keys, so they cannot be switched off. The palette itself is loaded when it is first
 * wanted.
 */
export function Commands({ me }: Omit<PaletteProps, "close">) {
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
    // After the page's own keys, which listen at the document.
    const slash = (event: KeyboardEvent) => {
      if (meant(event) !== "/" || event.defaultPrevented || !isForPage(event)) return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", pressed);
    addEventListener("keydown", slash);
    return () => {
      document.removeEventListener("keydown", pressed);
      removeEventListener("keydown", slash);
    };
  }, []);
  return (
    <>
      <button type="button" class="finder" title={say("commands")} onClick={() => open()}>
        <Icon of={SEARCH} />
        <span class="lbl">{say("side.search")}</span>
        <kbd class="hide-phone" aria-hidden="true">
          {/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K"}
        </kbd>
      </button>
      {isOpen && View && (
        <View
          me={me}
          close={() => {
            setOpen(false);
            if (document.activeElement === document.body && from.current instanceof HTMLElement) from.current.focus();
          }}
        />
      )}
    </>
  );
}
