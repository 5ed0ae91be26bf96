/** Something with a key of its own, as a line of a text says it: "key: Label", or the label alone. */
export interface Keyed {
  key: string;
  label: string;
}

export interface Tree extends Keyed {
  causes: Keyed[];
}

const KEY = /^[a-z0-9]+([-_][a-z0-9]+)*$/;
const LONGEST_KEY = 40;

/** A key of the words of a label. */
export function keyOf(label: string): string {
  return label
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_KEY)
    .replace(/^-|-$/g, "");
}

/** What a line says. A colon after something that is no key is part of the label. */
export function keyed(line: string): Keyed {
  const colon = line.indexOf(":");
  const key = line.slice(0, Math.max(0, colon)).trim();
  const rest = line.slice(colon + 1).trim();
  if (colon > 0 && KEY.test(key) && rest !== "") return { key, label: rest };
  const label = line.trim();
  return { key: keyOf(label), label };
}

export function lineOf({ key, label }: Keyed): string {
  return `${key}: ${label}`;
}

/** Causes as a text: one a line, and those that are part of it below, after a hyphen. */
export function textOf(causes: readonly Tree[]): string {
  return causes.flatMap((one) => [lineOf(one), ...one.causes.map((part) => `- ${lineOf(part)}`)]).join("\n");
}

/** The causes that a text says. A part without anything above it is a cause itself. */
export function treeOf(text: string): Tree[] {
  const causes: Tree[] = [];
  for (const line of text.split("\n")) {
    const said = line.trim();
    const isPart = said.startsWith("-");
    const words = isPart ? said.replace(/^-+\s*/, "") : said;
    if (words === "") continue;
    const above = causes.at(-1);
    if (isPart && above) above.causes.push(keyed(words));
    else causes.push({ ...keyed(words), causes: [] });
  }
  return causes;
}
