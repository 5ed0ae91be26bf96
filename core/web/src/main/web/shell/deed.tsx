import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { inWords } from "./failure";
import { toast, toastFailure } from "./toast";

/** A button that does one thing at a time, and says what became of it. */
export function Deed({
  children,
  about = "",
  done,
  primary = false,
  act,
}: {
  children: ComponentChildren;
  /** What it is done to, for screen readers. */
  about?: string;
  done?: string;
  /** What the page is there for. */
  primary?: boolean;
  act: () => Promise<unknown>;
}) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await act();
      if (done !== undefined) toast(done);
    } catch (failure) {
      toastFailure(inWords(failure).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" class={primary ? "primary" : undefined} aria-disabled={busy} onClick={() => void press()}>
      {children}
      {about && <span class="unseen"> {about}</span>}
    </button>
  );
}
