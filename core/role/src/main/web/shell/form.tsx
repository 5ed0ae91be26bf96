import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { inWords } from "./failure";

/** A field with its label and, below, a hint. */
export function Field({ label, hint, ...input }: { label: string; hint?: string } & JSX.IntrinsicElements["input"]) {
  const id = `field-${input.name}`;
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

/** A form that sends once at a time and says what was wrong. */
export function Form({
  go,
  send,
  children,
}: {
  go: string;
  send: (values: Record<string, string>) => Promise<void>;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const submit = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const values: Record<string, string> = {};
    new FormData(event.currentTarget).forEach((value, name) => {
      if (typeof value === "string" && value !== "") values[name] = value;
    });
    setBusy(true);
    setFault("");
    try {
      await send(values);
    } catch (failure) {
      setFault(inWords(failure).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form method="post" onSubmit={submit}>
      {children}
      <p role="alert" class="fault">
        {fault}
      </p>
      <button class="primary" aria-disabled={busy}>
        {go}
      </button>
    </form>
  );
}
