import { refusedAt, refusedBecause } from "./refused";

/** What this dashboard reads of a JSON schema. */
export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  /** Of a list: those of them that are ticked. */
  enum?: string[];
  /** What each value of enum is called, where it has a name of its own. */
  titles?: string[];
  /** What it means to choose none, where that says something. */
  none?: string;
  /** Names that are offered to pick from. */
  offered?: readonly string[];
  /** A duration is a number and a unit; date-time is an instant; local-date-time is what a clock shows in a zone that the form says beside it. */
  format?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  writeOnly?: boolean;
  multiline?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
}

export interface FieldOf {
  /** Where its value stands, as in a JSON pointer without its first slash. */
  path: string;
  name: string;
  schema: Schema;
  isRequired: boolean;
}

function types(schema: Schema): string[] {
  return typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
}

export function isOf(schema: Schema, type: string): boolean {
  return types(schema).includes(type);
}

/** The fields of a schema, those of objects in it with their path. */
export function fieldsOf(schema: Schema, above = ""): FieldOf[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
    one.properties
      ? fieldsOf(one, `${above}${name}/`)
      : [{ path: above + name, name, schema: one, isRequired: schema.required?.includes(name) ?? false }],
  );
}

/** What stands at a path of an object. */
export function valueAt(values: unknown, path: string): unknown {
  return path
    .split("/")
    .reduce<unknown>((at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined), values);
}

function put(into: Record<string, unknown>, path: string, value: unknown): void {
  const [name = "", ...rest] = path.split("/");
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const below = (into[name] ??= {}) as Record<string, unknown>;
  put(below, rest.join("/"), value);
}

/**
 * What a form's texts are as JSON. An empty field is left out, or is null where the schema allows it; so an empty secret
 * of something new is left out. One that is stored is sent back as the server showed it, which keeps it.
 *
 * @param typed by path; a field that is not ticked has none
 * @param stored what the server showed
 */
export function valuesOf(
  schema: Schema,
  typed: ReadonlyMap<string, string>,
  stored?: unknown,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fieldsOf(schema)) {
    const text = typed.get(field.path)?.trim() ?? "";
    if (isOf(field.schema, "boolean")) put(values, field.path, typed.has(field.path));
    else if (isOf(field.schema, "array"))
      put(
        values,
        field.path,
        text.split(/\s*\n\s*/).filter((one) => one !== ""),
      );
    else if (text === "") {
      const kept = field.schema.writeOnly ? valueAt(stored, field.path) : undefined;
      if (kept !== undefined) put(values, field.path, kept);
      else if (isOf(field.schema, "null")) put(values, field.path, null);
    } else if (isOf(field.schema, "integer") || isOf(field.schema, "number")) put(values, field.path, Number(text));
    else put(values, field.path, field.schema.format === "date-time" ? new Date(text).toISOString() : text);
  }
  return values;
}

/** What the fields are called, by their paths. */
export function titlesOf(schema: Schema): Map<string, string> {
  return new Map(
    fieldsOf(schema).flatMap(({ path, schema: { title } }) => (title === undefined ? [] : [[path, title]])),
  );
}

/** What the server finds wrong, by the field that it belongs to; what belongs to none is under "". */
export function faultsOf(schema: Schema, details: Record<string, string[]>): Map<string, string> {
  const faults = new Map<string, string>();
  const paths = fieldsOf(schema).map(({ path }) => path);
  for (const [pointer, said] of Object.entries(details)) {
    const at = pointer.replace(/^\//, "");
    const path = paths.find((one) => at === one || at.startsWith(one + "/")) ?? "";
    const words = said.map((one) =>
      path === "" ? refusedBecause(one, 422, titlesOf(schema)) : refusedAt(one, pointer),
    );
    faults.set(path, [faults.get(path), ...words].filter((one) => one !== undefined).join(" "));
  }
  return faults;
}
