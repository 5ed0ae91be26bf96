import { useEffect, useRef } from "preact/hooks";
import { say } from "../words";
import { isForPage, meant } from "./keys";
import { go } from "./router";

/** The header's field: leads to the page of search. A slash goes to it, unless the page has a field of its own for that. */
export function Finder() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (meant(event) !== "/" || event.defaultPrevented || !isForPage(event)) return;
      event.preventDefault();
      field.current?.focus();
    };
    // After the page's own keys, which listen at the document.
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return (
    <search>
      <form
        class="finder"
        onSubmit={(event) => {
          event.preventDefault();
          const q = field.current?.value.trim() ?? "";
          go(q === "" ? "/search" : `/search?${new URLSearchParams({ q })}`);
        }}
      >
        <input
          ref={field}
          type="search"
          maxLength={200}
          enterKeyHint="search"
          aria-label={say("finder.field")}
          placeholder={say("finder.field")}
        />
      </form>
    </search>
  );
}
