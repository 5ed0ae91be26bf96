import type { ComponentChildren, JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { Refused } from "../api/client";
import { say } from "../words";
import { Chips } from "./chips";
import { Duration } from "./duration";
import { inWords } from "./failure";
import { faultsOf, type FieldOf, fieldsOf, isOf, type Schema, titlesOf, valueAt, valuesOf } from "./schema";

/**
 * A form from a JSON schema. Secrets are written and never shown: an empty one of something that is stored keeps what is
 * there. What the server refuses is said at its field.
 */
export function SchemaForm({
  schema,
  stored,
  go,
  send,
  own = {},
}: {
  schema: Schema;
  /** What is stored now; nothing of something new. */
  stored?: unknown;
  go: string;
  send: (values: Record<string, unknown>) => Promise<void>;
  /** Fields that the page draws by itself, by their paths; each is given what is wrong with it, and sends its value under its path. */
  own?: Record<string, (fault: string) => ComponentChildren>;
}) {
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const typed = new Map<string, string>();
    new FormData(event.currentTarget).forEach((value, name) => {
      // What is ticked of a list comes one by one.
      if (typeof value === "string") typed.set(name, typed.has(name) ? `${typed.get(name)}\n${value}` : value);
    });
    setBusy(true);
    setFaults(new Map());
    try {
      await send(valuesOf(schema, typed, stored));
    } catch (failure) {
      const found =
        failure instanceof Refused && failure.problem.details
          ? faultsOf(schema, failure.problem.details)
          : new Map([["", inWords(failure, titlesOf(schema)).text]]);
      setFaults(found);
      const first = fieldsOf(schema).find(({ path }) => found.has(path));
      if (first)
        form.current
          ?.querySelector<HTMLElement>(
            `[name="${first.path}"]:not([type=hidden]), [data-count="${first.path}"], [data-own="${first.path}"] [role=combobox]`,
          )
          ?.focus();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form ref={form} method="post" onSubmit={submit}>
      {fieldsOf(schema).map((field) => {
        const fault = faults.get(field.path) ?? "";
        const draw = own[field.path];
        return draw ? (
          <div key={field.path} data-own={field.path}>
            {draw(fault)}
          </div>
        ) : (
          <SchemaField
            key={field.path}
            field={field}
            stored={stored === undefined ? undefined : valueAt(stored, field.path)}
            isStored={stored !== undefined}
            fault={fault}
          />
        );
      })}
      <p role="alert" class="fault">
        {faults.get("") ?? ""}
      </p>
      <button class="primary" aria-disabled={busy}>
        {go}
      </button>
    </form>
  );
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function Fault({ text }: { text: string }) {
  return text === "" ? null : <p class="fault">{text}</p>;
}

/** Some of a few values. */
function Ticks({ field, usual, hint, fault }: { field: FieldOf; usual: unknown; hint: string; fault: string }) {
  const { schema, path, name } = field;
  const id = useId();
  const ticked = textsOf(usual);
  return (
    <fieldset class="ticks" aria-describedby={`${id}-hint ${id}-fault`}>
      <legend>{schema.title ?? name}</legend>
      {schema.enum?.map((one, at) => (
        <label key={one} class="tick">
          <input type="checkbox" name={path} value={one} defaultChecked={ticked.includes(one)} />
          <span>{schema.titles?.[at] ?? one}</span>
        </label>
      ))}
      <small id={`${id}-hint`} class="soft">
        {hint}
      </small>
      <span id={`${id}-fault`} class="fault">
        {fault}
      </span>
    </fieldset>
  );
}

const MOST_LINES = 12;

interface FieldProps {
  field: FieldOf;
  stored: unknown;
  isStored: boolean;
  fault: string;
}

function SchemaField({ field, stored, isStored, fault }: FieldProps) {
  const { schema, path, name, isRequired } = field;
  const id = useId();
  const keeps = schema.writeOnly === true && stored !== undefined && stored !== null;
  const hint = [keeps ? say("schema.kept") : "", schema.description ?? ""].filter((one) => one !== "").join(" ");
  const label = schema.title ?? name.replaceAll("_", " ");
  const common = {
    id,
    name: path,
    "aria-invalid": fault !== "",
    "aria-describedby": `${id}-hint ${id}-fault`,
  };
  const usual = stored ?? (isStored ? undefined : schema.default);
  if (isOf(schema, "array") && schema.enum) return <Ticks field={field} usual={usual} hint={hint} fault={fault} />;
  if (isOf(schema, "array") && schema.offered)
    return (
      <>
        <Chips
          label={label + (isRequired ? "" : ` ${say("schema.optional")}`)}
          hint={hint}
          offered={schema.offered}
          first={textsOf(usual)}
          name={path}
        />
        <Fault text={fault} />
      </>
    );
  return (
    <p class={isOf(schema, "boolean") ? "field tick" : "field"}>
      <label for={id}>
        {label}
        {!isRequired && !isOf(schema, "boolean") && <span class="soft"> {say("schema.optional")}</span>}
      </label>
      <Control schema={schema} usual={usual} required={isRequired && !keeps} common={common} />
      <small id={`${id}-hint`} class="soft">
        {hint}
      </small>
      <span id={`${id}-fault`} class="fault">
        {fault}
      </span>
    </p>
  );
}

function Control({
  schema,
  usual,
  required,
  common,
}: {
  schema: Schema;
  usual: unknown;
  required: boolean;
  common: { id: string; name: string; "aria-invalid": boolean; "aria-describedby": string };
}) {
  if (isOf(schema, "boolean")) return <input {...common} type="checkbox" defaultChecked={usual === true} />;
  if (schema.enum) {
    const chosen = typeof usual === "string" ? usual : required ? schema.enum[0] : "";
    return (
      <select {...common} defaultValue={chosen}>
        {!required && <option value="">{schema.none ?? say("schema.none")}</option>}
        {schema.enum.map((one, at) => (
          <option key={one} value={one} selected={one === chosen}>
            {schema.titles?.[at] ?? one}
          </option>
        ))}
      </select>
    );
  }
  if (schema.format === "duration")
    return (
      <Duration
        common={common}
        label={schema.title ?? ""}
        usual={typeof usual === "string" ? usual : ""}
        required={required}
      />
    );
  if (isOf(schema, "array") || schema.multiline) {
    const text = Array.isArray(usual) ? usual.join("\n") : typeof usual === "string" ? usual : "";
    const lines = Math.min(MOST_LINES, Math.max(3, text.split("\n").length));
    return <textarea {...common} rows={lines} required={required} defaultValue={text} />;
  }
  const isNumber = isOf(schema, "integer") || isOf(schema, "number");
  const list = schema.offered && `${common.id}-offered`;
  return (
    <>
      <input
        {...common}
        list={list}
        type={
          schema.writeOnly
            ? "password"
            : isNumber
              ? "number"
              : schema.format === "email"
                ? "email"
                : schema.format === "time"
                  ? "time"
                  : schema.format === "date-time" || schema.format === "local-date-time"
                    ? "datetime-local"
                    : "text"
        }
        autocomplete={schema.writeOnly ? "new-password" : "off"}
        required={required}
        min={schema.minimum}
        step={isOf(schema, "number") ? "any" : undefined}
        max={schema.maximum}
        maxLength={schema.maxLength}
        defaultValue={
          schema.writeOnly ? "" : typeof usual === "string" || typeof usual === "number" ? String(usual) : ""
        }
      />
      {list && (
        <datalist id={list}>
          {schema.offered?.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}
