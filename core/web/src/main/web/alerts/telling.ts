interface Labelled {
  name: string;
  labels: Record<string, string>;
}

/** More of them make a row longer, and not clearer. */
const MOST = 3;
/** Their values are beside the name already, or say the same in other words. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(["alertname", "severity", "service", "team"]);

/**
 * What tells each alert from the others of its name: labels whose values differ among them, those that differ most first. Nothing for one
 * that is alone, since nothing needs to tell it.
 */
export function tellingOf(alerts: readonly Labelled[]): [string, string][][] {
  const byName = new Map<string, Labelled[]>();
  for (const one of alerts) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const telling = new Map<string, string[]>();
  for (const [name, group] of byName) telling.set(name, group.length > 1 ? differing(group) : []);
  return alerts.map(({ name, labels }) =>
    (telling.get(name) ?? [])
      .flatMap((label): [string, string][] => (labels[label] === undefined ? [] : [[label, labels[label]]]))
      .slice(0, MOST),
  );
}

function differing(group: readonly Labelled[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { labels } of group) {
    for (const [label, value] of Object.entries(labels)) values.set(label, (values.get(label) ?? new Set()).add(value));
  }
  return [...values]
    .filter(([label, { size }]) => size > 1 && !SHOWN_ELSEWHERE.has(label))
    .sort(([one, { size: first }], [other, { size: second }]) => second - first || one.localeCompare(other))
    .map(([label]) => label);
}
