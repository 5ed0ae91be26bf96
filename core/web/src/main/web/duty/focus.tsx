import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Keeps the focus in a section: on its heading, when what had it is gone with what was done. */
export function useFocusKept(value: unknown) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isChanged = useRef(false);
  useLayoutEffect(() => {
    if (isChanged.current && document.activeElement === document.body) heading.current?.focus();
    isChanged.current = false;
  }, [value]);
  const changed = () => {
    isChanged.current = true;
  };
  return { heading, changed };
}

/** What stands in a dialog in the place of what was sent. It takes the focus, so that it is read. */
export function NextStep({ children }: { children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      {children}
    </div>
  );
}
