import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { inWords } from "./failure";

/** A field with its label and, below, a hint. Where a page has two fields of one name, one says an id of its own. */
export function Field({ label, hint, ...input }: { label: string; hint?: string } & JSX.IntrinsicElements["input"]) {
  const id = typeof input.id === "string" ? input.id : `field-${input.name}`;
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input {...input} id={id} aria-describedby={hint ? id + "-hint" : undefined} />
      {hint && (
        <small id={id + "-hint"} class="soft">
          {hint}
        </small>
      )}
    </p>
  );
}

/** What the fields of a form are called, by their names. */
function titlesOf(form: HTMLFormElement): Map<string, string> {
  const titles = new Map<string, string>();
  for (const label of form.querySelectorAll("label")) {
    const field = label.control;
    const text = label.textContent?.trim() ?? "";
    if (field !== null && "name" in field && typeof field.name === "string" && text !== "")
      titles.set(field.name, text);
  }
  return titles;
}

/** A form that sends once at a time and says what was wrong. */
export function Form({
  go,
  send,
  isAside = false,
  isRow = false,
  children,
}: {
  go: string;
  /** It is not what the page is there for. */
  isAside?: boolean;
  /** Its fields and its button are in one line, where there is room. */
  isRow?: boolean;
  send: (values: Record<string, string>) => Promise<void>;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const submit = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const values: Record<string, string> = {};
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && value !== "") values[name] = value;
    });
    setBusy(true);
    setFault("");
    try {
      await send(values);
    } catch (failure) {
      setFault(inWords(failure, titlesOf(form)).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form method="post" class={isRow ? "row" : undefined} onSubmit={submit}>
      {children}
      <p role="alert" class="fault">
        {fault}
      </p>
      <button class={isAside ? undefined : "primary"} aria-disabled={busy}>
        {go}
      </button>
    </form>
  );
}
