import type { Rule } from "../api/schema";

type When = NonNullable<Rule["when"]>;

/** What a form asks of an alert beside its labels. */
export const ATTRIBUTES = ["source", "source_type", "service", "team", "tier", "severity"] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

/** The parts that must all hold. */
function parts(when: Rule["when"]): When[] {
  if (when === undefined) return [];
  return Object.keys(when).length === 1 && when.all ? when.all : [when];
}

function attributeOf(part: When): Attribute | undefined {
  const [only, ...others] = Object.keys(part);
  return others.length > 0 ? undefined : ATTRIBUTES.find((one) => one === only);
}

/** What of the condition asks for this; empty where nothing does. */
export function asked(when: Rule["when"], attribute: Attribute): readonly string[] {
  return parts(when).find((part) => attributeOf(part) === attribute)?.[attribute] ?? [];
}

/** The same condition, asking for these instead; undefined where it then asks for nothing. */
export function asking(when: Rule["when"], attribute: Attribute, values: readonly string[]): Rule["when"] {
  const all = parts(when);
  const at = all.findIndex((part) => attributeOf(part) === attribute);
  const others = all.filter((_, i) => i !== at);
  const next = values.length === 0 ? others : [{ [attribute]: [...values] } as When, ...others];
  const [first, ...more] = next;
  return first === undefined || more.length === 0 ? first : { all: next };
}

/** Whether a form draws all of it: each attribute is asked for once, and nothing else is. */
export function isDrawn(when: Rule["when"]): boolean {
  const attributes = parts(when).map(attributeOf);
  return attributes.every((one) => one !== undefined) && new Set(attributes).size === attributes.length;
}
