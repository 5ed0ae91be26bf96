import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What opens below its button and over the page, so that nothing moves. Escape closes it, and so does going elsewhere. */
export function Popover({
  label,
  look = "",
  onOpen,
  children,
}: {
  label: ComponentChildren;
  look?: string;
  onOpen?: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const away = (event: Event) => {
      if (box.current && event.target instanceof Node && !box.current.contains(event.target)) box.current.open = false;
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("focusin", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("focusin", away);
    };
  }, []);
  return (
    <details
      ref={box}
      class={`popover ${look}`}
      onToggle={() => box.current?.open && onOpen?.()}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !box.current?.open) return;
        box.current.open = false;
        box.current.querySelector("summary")?.focus();
      }}
    >
      <summary>{label}</summary>
      <div>{children}</div>
    </details>
  );
}
