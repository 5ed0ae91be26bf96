/** Minutes of a duration of whole minutes or hours, such as PT1H30M; null for others. */
export function minutesOf(duration: string): number | null {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration);
  if (!found || duration === "PT") return null;
  return Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0) + Number(found[3] ?? 0) / 60;
}

/** The duration of so many minutes, as the API writes it. */
export function durationOf(minutes: number): string {
  return `PT${Math.max(0, Math.round(minutes))}M`;
}

/** A rule as it is written: for which urgency, after how long, and by which contact. */
export interface Rule {
  urgency: "high" | "low";
  after: string;
  contact: string;
}

/** With one rule more; a contact has one rule for an urgency, so a new one takes the place of the one before. */
export function withRule(rules: readonly Rule[], rule: Rule): Rule[] {
  const others = rules.filter((one) => one.urgency !== rule.urgency || one.contact !== rule.contact);
  return [...others, rule].sort(
    (a, b) => a.urgency.localeCompare(b.urgency) || (minutesOf(a.after) ?? 0) - (minutesOf(b.after) ?? 0),
  );
}
