import { useState } from "preact/hooks";
import { say } from "../words";
import { announce } from "./announce";

/** A text to paste elsewhere, with a button that copies it. Where the browser forbids that, one selects it by hand. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState("");
  const tell = (what: string) => {
    setSaid(what);
    announce(what);
  };
  return (
    <div class="copy">
      <pre class="code" tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <button
        type="button"
        onClick={() =>
          void navigator.clipboard
            .writeText(text)
            .then(() => tell(say("copy.done")))
            .catch(() => tell(say("copy.byHand")))
        }
      >
        {say("copy")}
        <span class="unseen"> {label}</span>
      </button>{" "}
      <span class="soft">{said}</span>
    </div>
  );
}
