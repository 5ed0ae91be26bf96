/** A schema of the OpenAPI document, as far as it is shown. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  deprecated?: boolean;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Body {
  $ref?: string;
  description?: string;
  required?: boolean;
  content?: Record<string, { schema?: Schema; example?: unknown }>;
}

interface Described {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses: Record<string, Body>;
  security: unknown[];
  deprecated?: boolean;
  "x-permission": string;
  "x-sunset"?: string;
}

export interface OpenApi {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Described>>;
  components: Record<string, Record<string, unknown>>;
}

/** One operation, with what is shared put in its place. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  tag: string;
  permission: string;
  /** Whether it needs neither token nor session. */
  isOpen: boolean;
  isDeprecated: boolean;
  sunset: string | null;
  parameters: Parameter[];
  body: Body | null;
  answers: { status: string; answer: Body }[];
}

/** What a reference of the document leads to; what is none is itself. */
export function resolved<T extends { $ref?: string }>(document: OpenApi, one: T): T {
  const [, kind = "", name = ""] = /^#\/components\/(\w+)\/(.+)$/.exec(one.$ref ?? "") ?? [];
  return (document.components[kind]?.[name] as T | undefined) ?? one;
}

/** All operations, in the order of their tags and paths. */
export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({
      id: one.operationId,
      method: method.toUpperCase(),
      path,
      summary: one.summary,
      description: one.description,
      tag: one.tags[0] ?? "",
      permission: one["x-permission"],
      isOpen: one.security.length === 0,
      isDeprecated: one.deprecated ?? false,
      sunset: one["x-sunset"] ?? null,
      parameters: (one.parameters ?? []).map((parameter) => resolved(document, parameter)),
      body: one.requestBody ? resolved(document, one.requestBody) : null,
      answers: Object.entries(one.responses).map(([status, answer]) => ({
        status,
        answer: resolved(document, answer),
      })),
    })),
  );
}

/** Whether an operation has all words of a search, in whatever case and order. */
export function matches(operation: Operation, search: string): boolean {
  const text = [
    operation.method,
    operation.path,
    operation.id,
    operation.tag,
    operation.summary,
    operation.description,
    operation.permission,
  ]
    .join(" ")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The media type of a body and what it holds; null for a body that is none. */
export function contentOf(body: Body | null): { type: string; schema: Schema | null; example: unknown } | null {
  const [type, content] = Object.entries(body?.content ?? {})[0] ?? [];
  return type === undefined || content === undefined
    ? null
    : { type, schema: content.schema ?? null, example: content.example };
}

/** The type of a value in words of JSON, with the name of its schema where it has one. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(" | ");
  const types = [schema.type ?? (schema.properties ? "object" : "any")].flat();
  return types
    .map((type) => (type === "array" && schema.items ? `${typeOf(schema.items)}[]` : type))
    .map((type) => (type === "string" && schema.format ? schema.format : type))
    .join(" | ");
}

/** What bounds a value: its words, and its least and greatest. */
export function boundsOf(schema: Schema): string {
  const bounds: string[] = [];
  if (schema.enum) bounds.push(schema.enum.map(String).join(", "));
  if (schema.minimum !== undefined) bounds.push(`≥ ${schema.minimum}`);
  if (schema.maximum !== undefined) bounds.push(`≤ ${schema.maximum}`);
  if (schema.maxLength !== undefined) bounds.push(`length ≤ ${schema.maxLength}`);
  if (schema.maxItems !== undefined) bounds.push(`items ≤ ${schema.maxItems}`);
  if (schema.default !== undefined) bounds.push(`= ${JSON.stringify(schema.default)}`);
  return bounds.join(" · ");
}

export interface Member {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The members of an object, or of the objects in a list; empty for everything else. */
export function membersOf(document: OpenApi, schema: Schema, deep = 0): Member[] {
  const own = resolved(document, schema);
  if (deep > 8) return [];
  if (own.items && own.type === "array") return membersOf(document, own.items, deep + 1);
  const parts = own.allOf ?? own.anyOf ?? own.oneOf ?? [];
  const members = new Map<string, Member>();
  for (const part of parts) {
    for (const member of membersOf(document, part, deep + 1)) members.set(member.name, member);
  }
  for (const [name, member] of Object.entries(own.properties ?? {})) {
    members.set(name, { name, schema: member, isRequired: own.required?.includes(name) ?? false });
  }
  return [...members.values()];
}

/** A command that anybody can paste; what has to be put in stands in angle brackets. */
export function curlOf(operation: Operation, base: string): string {
  const lines = [
    `curl -sS${operation.method === "GET" ? "" : ` -X ${operation.method}`} ${quoted(
      base + operation.path.replace(/\{(\w+)\}/g, "<$1>") + neededQuery(operation),
    )}`,
  ];
  if (!operation.isOpen) lines.push('-H "Authorization: Bearer $TOKEN"');
  for (const { name } of operation.parameters.filter((one) => one.in === "header" && one.required)) {
    lines.push(`-H ${quoted(`${name}: ${name === "If-Match" ? '"1"' : "<value>"}`)}`);
  }
  const content = contentOf(operation.body);
  if (content?.type.endsWith("json")) {
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(content.example ?? {}))}`);
  } else if (content) {
    lines.push(`-H ${quoted(`Content-Type: ${content.type}`)}`, "--data-binary @<file>");
  }
  return lines.join(" \\\n  ");
}

function neededQuery(operation: Operation): string {
  const needed = operation.parameters.filter((one) => one.in === "query" && one.required);
  return needed.length === 0 ? "" : `?${needed.map(({ name }) => `${name}=<${name}>`).join("&")}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
