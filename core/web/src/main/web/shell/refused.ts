import { say, spoken, type Word } from "../words";
import { atField, named, plain } from "./plain";

/** What the server says, by the forms of its sentences. It speaks English to programs, not to people. */
const FORMS: ReadonlyArray<readonly [RegExp, Word]> = [
  [/^is missing\b/, "fault.missing"],
  [/^has \d+ characters; at most (?<most>\d+)/, "fault.long"],
  [/^has \d+ characters; use at least (?<least>\d+)/, "fault.short"],
  [/^is common or easy to guess/, "fault.guessed"],
  [/^must be one of (?<values>.+)$/, "fault.oneOf"],
  [/^must be a whole number from (?<least>\S+) to (?<most>\S+)/, "fault.number"],
  [/^is not a (?:time|day) such as/, "fault.time"],
  [/^'[^']*' is not a severity; use/, "fault.severity"],
  [/^is no matcher such as [^:]+: (?<why>.+)$/, "fault.matcher"],
  [/^'[^']*' names nobody; write/, "fault.holder"],
  [/\bcharacters that nobody can see\b/, "fault.invisible"],
  [/^names (?<name>.+?), (?:who|which) is /, "fault.names"],
  [/(?:exists already|is taken)\b/, "fault.taken"],
  [/^the tenant, the username or the password is wrong/, "fault.login"],
  [/^the code is unknown, was used before or has expired/, "fault.code"],
];

/** In English the server's own sentence is better: it names what is gone. */
const GONE = /^(?:there is no|you have no)\b/;

const OF_STATUS: Readonly<Record<number, Word>> = {
  401: "fault.session",
  403: "forbidden.text",
  404: "fault.gone",
  409: "fault.conflict",
  422: "fault.invalid",
};

/**
 * What the server has refused, in the reader's language: by the form of its sentence, else by its status and with its own
 * words behind.
 *
 * @param titles what a form calls its fields, by their paths
 */
export function refusedBecause(
  detail: string,
  status: number,
  titles: ReadonlyMap<string, string> = new Map(),
): string {
  const [, pointer, text = ""] = /^(?:\/([a-z]\S*) )?(.*)$/s.exec(detail) ?? [];
  const known = byForm(text);
  if (known === null && spoken() === "en") return plain(detail, titles);
  const why = known ?? byStatus(text, status);
  return pointer === undefined ? why : say("fault.of", { field: capitalized(named(pointer, titles)), text: why });
}

/** The same at the field itself, whose name stands beside it. */
export function refusedAt(detail: string, pointer: string): string {
  const text = detail.startsWith(pointer + " ") ? detail.slice(pointer.length + 1) : detail;
  return byForm(text) ?? (spoken() === "en" ? atField(detail, pointer) : byStatus(text, 422));
}

function byForm(text: string): string | null {
  for (const [form, word] of FORMS) {
    const found = form.exec(text);
    if (found) return say(word, { ...found.groups });
  }
  return null;
}

function byStatus(text: string, status: number): string {
  const word = GONE.test(text)
    ? "fault.gone"
    : (OF_STATUS[status] ?? (status >= 500 ? "fault.internal" : "fault.refused"));
  return say(word, { detail: plain(text) });
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
