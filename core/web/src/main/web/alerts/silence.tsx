import type { Self } from "../api/schema";
import { href } from "../shell/router";

/** Whether an alert can be silenced: one that is over needs no silence. */
export function maySilence(me: Self, { status }: { status: string }): boolean {
  return status !== "RESOLVED" && me.permissions.includes("silence.manage");
}

/**
 * Leads to the form of a silence with an alert's labels.
 *
 * @param alert its fingerprint, or its number in the list
 */
export function silenceOf(alert: string): string {
  return `/silences?alert=${alert}`;
}

/** The same as a link among the other things of a row. */
export function SilenceLink({ alert, name, label }: { alert: string; name: string; label: string }) {
  return (
    <a class="button quiet silence" href={href(silenceOf(alert))}>
      {label}
      <span class="unseen"> {name}</span>
    </a>
  );
}
