/** A method and a path of the API, as texts for programs name them; with what encloses it. */
const REQUEST =
  /\s*\((?:(?:GET|POST|PUT|PATCH|DELETE)(?:,| and|\/)? ?)+(?:\/|…)[^)\s]*\)|:? ?\b(?:GET|POST|PUT|PATCH|DELETE) (?:\/|…)\S*/g;
/** A JSON pointer: at the beginning, or behind a space or a bracket. Paths of the API were taken away before. */
const POINTER = /(^|[\s(“])\/([a-z][a-z0-9_]*(?:\/[A-Za-z0-9_~.-]+)*)(?=$|[\s,.;:)”])/g;
const FIELD = /\b[a-z]+(?:_[a-z0-9]+)+\b/g;
const SEVERITY = /\b(SEV[1-4])_[A-Z]+\b/g;
const NAME = /\b[A-Z]{3,}(?:_[A-Z]+)+\b|\b(?:TRIGGERED|ACKNOWLEDGED|MITIGATED|RESOLVED|FIRING|SUPPRESSED)\b/g;
const DURATION = /\bP(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\b/g;
/** What somebody has written stays as it is, and so do addresses. */
const QUOTED = /('[^']*'|“[^”]*”|"[^"]*"|\bhttps?:\/\/\S+)/;

/**
 * What the server says, for people: it names fields by JSON pointers and values as programs write them.
 *
 * @param titles what a form calls its fields, by their paths
 */
export function plain(text: string, titles: ReadonlyMap<string, string> = new Map()): string {
  const said = text
    .split(QUOTED)
    .map((part, at) => (at % 2 === 1 ? part : unquoted(part, titles)))
    .join("")
    .trim();
  return said.charAt(0).toLocaleUpperCase() + said.slice(1);
}

/** The same at the field itself, whose name stands beside it. */
export function atField(text: string, pointer: string): string {
  return plain(text.startsWith(pointer + " ") ? text.slice(pointer.length + 1) : text);
}

function unquoted(text: string, titles: ReadonlyMap<string, string>): string {
  return text
    .replace(REQUEST, "")
    .replace(POINTER, (_, before: string, path: string) => before + named(path, titles))
    .replace(SEVERITY, "$1")
    .replace(NAME, (name) => name.toLowerCase().replaceAll("_", " "))
    .replace(DURATION, duration)
    .replace(FIELD, (name) => titles.get(name) ?? name.replaceAll("_", " "));
}

/** layers/0/order/1 becomes "layers 1, order 2"; a field of a form is called as there. */
export function named(path: string, titles: ReadonlyMap<string, string>): string {
  const title = titles.get(path);
  if (title !== undefined) return title;
  const words: string[] = [];
  for (const step of path.split("/")) {
    if (/^\d+$/.test(step)) words.push(`${words.pop() ?? ""} ${Number(step) + 1}`.trim());
    else words.push(titles.get(step) ?? step.replaceAll("_", " "));
  }
  return words.join(", ");
}

/** A duration as the API writes it, for people; any other text as it is. */
export function spelled(text: string): string {
  return text.replace(DURATION, duration);
}

function duration(whole: string, days?: string, hours?: string, minutes?: string, seconds?: string): string {
  const parts = [
    [days, "d"],
    [hours, "h"],
    [minutes, "min"],
    [seconds, "s"],
  ].flatMap(([count, unit]) => (count === undefined ? [] : [`${count} ${unit}`]));
  return parts.length === 0 ? whole : parts.join(" ");
}
