import type { Answer } from "../api/client";

export type IncidentField = Answer<"GET /incident-fields">["items"][number];
export type FieldValue = Pick<Answer<"GET /incidents/{id}">["fields"][number], "key" | "value" | "text">;
type Sent = string | number | boolean | string[] | null;

const BEFORE = "field:";

/** What the input of a field is called in a form. */
export function nameOf({ key }: Pick<IncidentField, "key">): string {
  return BEFORE + key;
}

/** The same of one of the options that are ticked. */
export function tickOf({ key }: Pick<IncidentField, "key">, option: string): string {
  return `${BEFORE}${key}:${option}`;
}

function sent(field: IncidentField, values: Record<string, string>): Sent {
  if (field.type === "multi_select") {
    const ids = field.options.map(({ id }) => id).filter((id) => values[tickOf(field, id)] !== undefined);
    return ids.length === 0 ? null : ids;
  }
  const text = values[nameOf(field)]?.trim() ?? "";
  if (text === "") return null;
  if (field.type === "number") return Number(text);
  if (field.type === "boolean") return text === "true";
  return field.type === "instant" ? new Date(text).toISOString() : text;
}

/**
 * The values that a form has.
 *
 * @param before those that are stored, of which an empty field takes its own away
 */
export function valuesIn(
  fields: readonly IncidentField[],
  values: Record<string, string>,
  before: readonly FieldValue[] = [],
): Record<string, Sent> {
  const found: Record<string, Sent> = {};
  for (const field of fields) {
    const value = sent(field, values);
    const stored = before.find(({ key }) => key === field.key);
    if (value !== null || stored) found[field.key] = value;
  }
  return found;
}

/** What somebody wrote in a form of what is no field of their own. */
export function othersIn(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(BEFORE)));
}

/** An instant as an input shows it, in the reader's zone. */
export function localOf(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
