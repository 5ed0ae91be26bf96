/** One condition of a rule, as a form shows it. */
export interface Condition {
  label: string;
  operator: Operator;
  value: string;
}

/** As Alertmanager writes them. */
export const OPERATORS = ["=", "!=", "=~", "!~"] as const;
export type Operator = (typeof OPERATORS)[number];

const TEXT = String.raw`"((?:[^"\\]|\\["\\n])*)"`;
const WRITTEN = new RegExp(
  String.raw`^\s*(?:([a-zA-Z_:][\w:]*)?|${TEXT})\s*(=~|!~|!=|=)\s*(?:${TEXT}|([\w.:/*+|-]*))\s*$`,
);
const BARE = /^[a-zA-Z_:][\w:]*$/;

/** What a matcher says; null for several at once, and for one that only its text can show. */
export function conditionOf(matcher: string): Condition | null {
  const found = WRITTEN.exec(matcher);
  if (!found) return null;
  const [, bare, quoted, operator, text, word] = found;
  return {
    label: bare ?? unescaped(quoted ?? ""),
    operator: operator as Operator,
    value: text === undefined ? (word ?? "") : unescaped(text),
  };
}

/** The matcher that says the same. */
export function matcherOf({ label, operator, value }: Condition): string {
  return (label === "" || BARE.test(label) ? label : quoted(label)) + operator + quoted(value);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\n])/g, (_, one: string) => (one === "n" ? "\n" : one));
}
