import type { Explained, Explanation } from "../api/schema";

type Rule = Explanation["rules"][number];

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:/;

/** Something that was decided about an alert, and what decided it. */
export interface Step {
  what:
    | "dropped"
    | "service"
    | "severity"
    | "group"
    | "auto_resolve"
    | "title"
    | "escalation_policy"
    | "impact_scopes"
    | "tags"
    | "enriched"
    | "group_wait"
    | "group_interval"
    | "repeat_interval"
    | "reopen_window"
    | "mute_times"
    | "active_times"
    | "record";
  /** What it came to. */
  result: string;
  /** How it was found: a word of the catalogue, and its values. */
  how: string;
  values: Record<string, string>;
  /** The rule that decided it; null if none did. */
  rule: Rule | null;
}

const FROM_LABEL = /^LABEL_/;

/** What routing decided, step by step, each with the rule that did. */
export function steps({
  routing,
  service,
  severity,
  group,
  auto_resolve,
  opening = {},
  enriched = [],
  rules,
}: Explanation): Step[] {
  const ruleOf = (index: number | undefined) => rules.find((rule) => rule.index === index) ?? null;
  const label = (text: { label?: string; value?: string }) => ({ label: text.label ?? "", value: text.value ?? "" });
  const { dropped } = routing;
  return [
    ...(dropped
      ? [{ what: "dropped" as const, result: dropped.why, how: "rule", values: {}, rule: ruleOf(dropped.rule) }]
      : []),
    ...enriched.map((one) => ({
      what: "enriched" as const,
      result: Object.entries(one.set)
        .map(([label, value]) => `${label}="${value}"`)
        .join(", "),
      how: one.missing ? "missing" : one.label === undefined ? "default" : "row",
      values: { table: one.table, version: String(one.version ?? ""), label: one.label ?? "", key: one.key ?? "" },
      rule: ruleOf(one.rule),
    })),
    {
      what: "service",
      result: service.name,
      how: FROM_LABEL.test(service.found) ? "label" : service.found === "TRIAGE" ? "triage" : "rule",
      values: { ...label(service), missing: service.missing ?? "" },
      rule: ruleOf(service.rule),
    },
    {
      what: "severity",
      result: severity.severity.slice(0, 4),
      how: severity.found,
      values: label(severity),
      rule: ruleOf(severity.rule),
    },
    {
      what: "group",
      // It begins with an id, which says nothing to anybody.
      result: group.key.replace(ID, ""),
      how: group.rule === undefined ? "default" : "rule",
      values: { labels: group.by.join(", ") },
      rule: ruleOf(group.rule),
    },
    {
      what: "auto_resolve",
      result: auto_resolve.enabled ? "yes" : "no",
      how: auto_resolve.rule === undefined ? "default" : "rule",
      values: {},
      rule: ruleOf(auto_resolve.rule),
    },
    ...opened(opening, ruleOf),
  ];
}

/** What rules say of an incident that the alert opens. */
function opened(said: NonNullable<Explanation["opening"]>, ruleOf: (index: number | undefined) => Rule | null): Step[] {
  type Said = [Step["what"], string | undefined, number | undefined];
  const all: Said[] = [
    ["title", said.title, said.title_rule],
    ["escalation_policy", said.escalation_policy, said.policy_rule],
    ["impact_scopes", said.impact_scopes?.join(", "), said.scopes_rule],
    // Those of all rules add up: a step for each rule that gives some.
    ...[...new Set(said.tags?.map(({ rule }) => rule))].map(
      (rule): Said => ["tags", said.tags?.flatMap((one) => (one.rule === rule ? [one.tag] : [])).join(", "), rule],
    ),
    ["group_wait", said.group_wait, said.wait_rule],
    ["group_interval", said.group_interval, said.interval_rule],
    ["repeat_interval", said.repeat_interval, said.repeat_rule],
    ["reopen_window", said.reopen_window, said.reopen_rule],
    ["mute_times", said.mute_times?.join(", "), said.mute_rule],
    ["active_times", said.active_times?.join(", "), said.active_rule],
    ["record", said.recorded_by === undefined ? undefined : "no", said.record_rule],
  ];
  return all.flatMap(([what, result, rule]) =>
    result === undefined ? [] : [{ what, result, how: "rule", values: {}, rule: ruleOf(rule) }],
  );
}

/** Whether the rules of that time would decide otherwise with today's services. */
export function differs({ decided, explanation }: Explained): boolean {
  return explanation !== null && explanation.service.id !== decided.service.id;
}

/** A link of an alert that may be followed: only http and https, since anybody may send an alert. */
export function safeLink(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
