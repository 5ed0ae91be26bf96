import type { IncidentStatus } from "../api/schema";
import { say } from "../words";

/** A ring that fills on the way: only a dot, a half, three quarters, and whole. */
const RINGS: Record<IncidentStatus, string> = {
  TRIGGERED: "M5 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0z",
  ACKNOWLEDGED: "M7 3a4 4 0 0 1 0 8z",
  MITIGATED: "M7 3a4 4 0 1 1-4 4h4z",
  RESOLVED: "M3 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
};

/** Where an incident stands: the ring, and the word of incidents, which its page loads. */
export function StatusMark({ status }: { status: IncidentStatus }) {
  return (
    <span class={`status ${status.toLowerCase()}`}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d={RINGS[status]} fill="currentColor" />
      </svg>
      {say(`status.${status}`)}
    </span>
  );
}
