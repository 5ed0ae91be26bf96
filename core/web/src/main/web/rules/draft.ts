import type { Rule } from "../api/schema";
import { isDrawn } from "./when";

/** A rule that is being written; its key stays when it is moved. */
export interface Drafted {
  key: number;
  rule: Rule;
}

/** What a form does not draw. It is kept as it is, and named. */
const IN_TEXT_ALONE = ["when", "severity_mapping", "enrich"] as const;

/** What becomes of the alerts of a rule. */
export type Outcome = "route" | "record" | "drop";

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
  "reopen_window",
  "mute_times",
  "active_times",
  "record",
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

export function outcomeOf(rule: Rule): Outcome {
  if (rule.drop !== undefined) return "drop";
  return rule.record === true ? "record" : "route";
}

/** The same rule with another outcome. The reason for a drop is still to be given. */
export function withOutcome(rule: Rule, outcome: Outcome): Rule {
  const next: Rule = { ...rule };
  if (outcome !== "drop") {
    delete next.drop;
    delete next.record;
    return outcome === "record" ? { ...next, record: true } : next;
  }
  for (const name of OF_ROUTES) delete next[name];
  return { ...next, drop: rule.drop ?? "" };
}

/** What of a rule its form does not draw. */
export function inTextAlone(rule: Rule): string[] {
  return IN_TEXT_ALONE.filter((name) => rule[name] !== undefined && !(name === "when" && isDrawn(rule.when)));
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
