import type { Severity, Total } from "../api/schema";
import { say, type Word } from "../words";

const SEVERITIES: readonly Severity[] = ["SEV1_CRITICAL", "SEV2_HIGH", "SEV3_MEDIUM", "SEV4_LOW"];

/** A severity by its number, from 1. */
export function severityOf(number: number): Severity {
  return SEVERITIES[number - 1] ?? "SEV4_LOW";
}

const STATUSES: Record<string, { shape: string; word: Word }> = {
  FIRING: { shape: "▲", word: "alerts.status.FIRING" },
  RESOLVED: { shape: "✓", word: "alerts.status.RESOLVED" },
  SUPPRESSED: { shape: "⊘", word: "alerts.status.SUPPRESSED" },
};

/** What an alert is, by a shape and a word. */
export function AlertStatus({ status }: { status: string }) {
  const known = STATUSES[status];
  return (
    <span class={`status alert-${status.toLowerCase()}`}>
      {known && <span aria-hidden="true">{known.shape}</span>} {known ? say(known.word) : status}
    </span>
  );
}

const KINDS: Record<string, Word> = {
  suppressed: "alerts.hidden.suppressed",
  incident_resolved: "alerts.hidden.incident_resolved",
  silence: "alerts.hidden.silence",
  maintenance: "alerts.hidden.maintenance",
  inhibition: "alerts.hidden.inhibition",
  waiting: "alerts.hidden.waiting",
  time: "alerts.hidden.time",
  recorded: "alerts.hidden.recorded",
};

/** Why an alert is hidden, in words; a kind of a later version by its name. */
export function hiddenInWords(kind: string): string {
  const word = KINDS[kind];
  return word ? say(word) : kind;
}

/** The status of an alert, and what hides it. */
export function HiddenMarks({ kinds, status }: { kinds: readonly string[]; status: string }) {
  return (
    <span class="state">
      <AlertStatus status={status} />
      {kinds
        .filter((kind) => kind !== "suppressed")
        .map((kind) => (
          <span key={kind} class="soft">
            {hiddenInWords(kind)}
          </span>
        ))}
    </span>
  );
}

/** How many alerts there are: exactly, or more than so many. */
export function Totals({ total }: { total: Total }) {
  return (
    <strong class="total">{say(total.exact ? "alerts.total" : "alerts.total.more", { count: total.count })}</strong>
  );
}
