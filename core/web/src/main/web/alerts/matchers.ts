/** What somebody who types a matcher is at: a label's name, its value, or nothing that can be completed. */
export type Typing =
  | { at: "name"; prefix: string }
  | { at: "value"; name: string; operator: "=" | "!="; prefix: string }
  | { at: "end" };

const PARTS = /^\s*([^\s=!~"{},]*)\s*(=~|!~|!=|=)?\s*(.*)$/;

function unquoted(text: string): string {
  return text.replace(/^"/, "").replace(/"$/, "").replace(/\\(.)/g, "$1");
}

/** What can be completed in a matcher that is being typed. Expressions are left to who types them. */
export function typing(text: string): Typing {
  const [, name = "", operator, value = ""] = PARTS.exec(text) ?? [];
  if (operator === undefined) return value === "" ? { at: "name", prefix: name } : { at: "end" };
  if (name === "" || (operator !== "=" && operator !== "!=")) return { at: "end" };
  return { at: "value", name, operator, prefix: unquoted(value) };
}

/** A value as Alertmanager's matchers have it. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

/** Whether a text looks like a whole matcher. The server knows in the end. */
export function isMatcher(text: string): boolean {
  const [, name = "", operator, value = ""] = PARTS.exec(text) ?? [];
  return (
    name !== "" && operator !== undefined && (value === "" || !value.startsWith('"') || /^"(\\.|[^"\\])*"$/.test(value))
  );
}

/** The matchers of a list that commas separate, except within quotes. */
export function split(text: string): string[] {
  const found = text.match(/(?:"(?:\\.|[^"\\])*"?|[^,"])+/g) ?? [];
  return found.map((one) => one.trim()).filter((one) => one !== "");
}

/** In an address, what stands for the value of alerts without the label. */
export const WITHOUT = "%-";

/** A value among others that commas separate. */
export function packed(value: string | null): string {
  return value === null ? WITHOUT : value.replace(/%/g, "%25").replace(/,/g, "%2C");
}

export function unpacked(text: string): string {
  return text === WITHOUT ? "" : text.replace(/%2C/g, ",").replace(/%25/g, "%");
}

/** The matcher of those alerts whose label has one of these values, which are packed. */
export function oneOf(label: string, values: readonly string[]): string {
  const plain = values.map(unpacked);
  if (plain.length === 1) return `${label}=${quoted(plain[0] as string)}`;
  return `${label}=~${quoted(plain.map((value) => value.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join("|"))}`;
}
