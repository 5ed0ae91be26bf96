import type { Rule } from "../api/schema";

/** A rule that is being written; its key stays when it is moved. */
export interface Drafted {
  key: number;
  rule: Rule;
}

/** What a form does not draw. It is kept as it is, and named. */
const IN_TEXT_ALONE = ["when", "severity_mapping", "enrich"] as const;

/** What only a rule that routes may have. */
const OF_ROUTES = [
  "service",
  "severity",
  "severity_mapping",
  "group_by",
  "auto_resolve",
  "enrich",
  "title",
  "escalation_policy",
  "impact_scopes",
  "tags",
  "group_wait",
  "group_interval",
  "repeat_interval",
  "mute_times",
  "active_times",
  "continue",
] as const satisfies ReadonlyArray<keyof Rule>;

/** The same rule with other values; an empty one is left out. */
export function changed(rule: Rule, to: Partial<Record<keyof Rule, unknown>>): Rule {
  const next: Record<string, unknown> = { ...rule, ...to };
  for (const [name, value] of Object.entries(to)) {
    const isEmpty = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty && name !== "name" && name !== "drop") delete next[name];
  }
  return next as Rule;
}

/** The same rule as one that drops, for a reason that is still to be given; or as one that routes. */
export function dropping(rule: Rule, is: boolean): Rule {
  const next: Rule = { ...rule };
  if (!is) {
    delete next.drop;
    return next;
  }
  for (const name of OF_ROUTES) delete next[name];
  return { ...next, drop: rule.drop ?? "" };
}

/** What of a rule its form does not draw. */
export function inTextAlone(rule: Rule): string[] {
  return IN_TEXT_ALONE.filter((name) => rule[name] !== undefined);
}

/** What is wrong with each rule, by its place; what is wrong with all of them is at -1. */
export function faultsByRule(details: Record<string, string[]>): Map<number, { field: string; said: string[] }[]> {
  const faults = new Map<number, { field: string; said: string[] }[]>();
  for (const [pointer, said] of Object.entries(details)) {
    const found = /^\/rules\/(\d+)(?:\/(.*))?$/.exec(pointer);
    const at = found ? Number(found[1]) : -1;
    faults.set(at, [...(faults.get(at) ?? []), { field: found?.[2] ?? "", said }]);
  }
  return faults;
}
