import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { say } from "../words";

/** The heading of a page: it names the tab, and takes the focus when the page opens. */
export function Title({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${text} · ${say("app.name")}`;
  }, [text]);
  // With the drawing and not after it: a key that is pressed at once may have moved the focus on.
  useLayoutEffect(() => {
    // Not away from a field that asked for it.
    if (!(document.activeElement instanceof HTMLInputElement)) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
