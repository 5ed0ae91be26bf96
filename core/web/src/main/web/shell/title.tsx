import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../words";

let heading = "";
const watchers = new Set<(now: string) => void>();

/** What the page is about, as its heading says it. */
export function useHeading(): string {
  const [now, setNow] = useState(heading);
  useLayoutEffect(() => {
    watchers.add(setNow);
    setNow(heading);
    return () => void watchers.delete(setNow);
  }, []);
  return now;
}

/**
 * The head of a page: its heading, which names the tab and takes the focus when the page opens; a line that explains; and what can be
 * done there, the most important last.
 */
export function Title({
  text,
  shown = text,
  about,
  actions,
}: {
  text: string;
  /** What the heading says instead, where it answers what one came to ask. */
  shown?: string;
  about?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${text} · ${say("app.name")}`;
    heading = text;
    watchers.forEach((watcher) => watcher(text));
  }, [text]);
  // With the drawing and not after it: a key that is pressed at once may have moved the focus on.
  useLayoutEffect(() => {
    // Not away from a field that asked for it.
    if (!(document.activeElement instanceof HTMLInputElement)) element.current?.focus();
  }, []);
  return (
    <div class="head">
      <div>
        <h1 ref={element} tabIndex={-1}>
          {shown}
        </h1>
        {about && <p>{about}</p>}
      </div>
      {actions && <div class="acts">{actions}</div>}
    </div>
  );
}
