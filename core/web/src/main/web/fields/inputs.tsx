import { call } from "../api/client";
import { Field } from "../shell/form";
import { type Read, useRead } from "../shell/read";
import { say } from "../words";
import { type FieldValue, type IncidentField, localOf, nameOf, tickOf } from "./values";

const MOST = 100;

/** The fields of the tenant, besides those that were archived. */
export function useFields(): Read<IncidentField[]> {
  return useRead(
    "incident fields",
    async (signal) => (await call("GET /incident-fields", { query: { limit: MOST }, signal })).items,
  );
}

/** An input for each of these fields, in a form. */
export function FieldInputs({
  fields,
  values = [],
  isRequired = false,
}: {
  fields: readonly IncidentField[];
  values?: readonly FieldValue[];
  isRequired?: boolean;
}) {
  return (
    <>
      {fields.map((field) => (
        <One
          key={field.key}
          field={field}
          stored={values.find(({ key }) => key === field.key)}
          isRequired={isRequired}
        />
      ))}
    </>
  );
}

interface OneProps {
  field: IncidentField;
  stored: FieldValue | undefined;
  isRequired: boolean;
}

function One({ field, stored, isRequired }: OneProps) {
  switch (field.type) {
    case "multi_select":
      return <Ticks field={field} stored={stored} />;
    case "select":
      return <Choice field={field} stored={stored} isRequired={isRequired} options={field.options} />;
    case "boolean": {
      const options = [
        { id: "true", label: say("fields.yes") },
        { id: "false", label: say("fields.no") },
      ];
      return <Choice field={field} stored={stored} isRequired={isRequired} options={options} />;
    }
    default:
      return (
        <Field
          label={field.label}
          name={nameOf(field)}
          required={isRequired}
          autocomplete="off"
          {...(field.description !== "" && { hint: field.description })}
          {...inputOf(field, stored)}
        />
      );
  }
}

function inputOf({ type }: IncidentField, stored: FieldValue | undefined) {
  const value = stored === undefined ? "" : stored.text;
  switch (type) {
    case "number":
      return { type: "number", step: "any", value };
    case "date":
      return { type: "date", value };
    case "instant":
      return { type: "datetime-local", value: value === "" ? "" : localOf(value) };
    case "url":
      return { type: "url", value, maxLength: 2000 };
    default:
      return { type: "text", value, maxLength: 1000 };
  }
}

function Choice({ field, stored, isRequired, options }: OneProps & { options: { id: string; label: string }[] }) {
  const id = `choice-${field.key}`;
  const chosen = stored === undefined ? "" : String(stored.value);
  return (
    <p class="field">
      <label for={id}>{field.label}</label>
      <select id={id} name={nameOf(field)} required={isRequired} aria-describedby={`${id}-hint`}>
        <option value="">{say("fields.none")}</option>
        {options.map((one) => (
          <option key={one.id} value={one.id} selected={one.id === chosen}>
            {one.label}
          </option>
        ))}
      </select>
      <small id={`${id}-hint`} class="soft">
        {field.description}
      </small>
    </p>
  );
}

function Ticks({ field, stored }: Omit<OneProps, "isRequired">) {
  const chosen = Array.isArray(stored?.value) ? stored.value : [];
  return (
    <fieldset class="ticks">
      <legend>{field.label}</legend>
      {field.options.map((one) => (
        <label key={one.id} class="tick">
          <input type="checkbox" name={tickOf(field, one.id)} defaultChecked={chosen.includes(one.id)} />
          <span>{one.label}</span>
        </label>
      ))}
      <small class="soft">{field.description}</small>
    </fieldset>
  );
}

/** The cause of an incident, to be chosen. */
export function CauseInput({ chosen = "" }: { chosen?: string }) {
  const { value } = useRead("causes", (signal) => call("GET /causes", { signal }));
  if (value === null || (value.causes.length === 0 && chosen === "")) return null;
  const options = value.causes.flatMap((one) => [
    one,
    ...one.causes.map(({ key, label }) => ({ key, label: `${one.label} › ${label}` })),
  ]);
  const old = value.archived.filter(({ key }) => key === chosen);
  return (
    <p class="field">
      <label for="field-cause">{say("causes.one")}</label>
      <select id="field-cause" name="cause">
        <option value="">{say("fields.none")}</option>
        {[...options, ...old].map(({ key, label }) => (
          <option key={key} value={key} selected={key === chosen}>
            {label}
          </option>
        ))}
        <option value="unknown" selected={chosen === "unknown"}>
          {say("causes.unknown")}
        </option>
      </select>
    </p>
  );
}
