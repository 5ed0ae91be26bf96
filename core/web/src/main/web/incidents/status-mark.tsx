import type { IncidentStatus } from "../api/schema";
import { say } from "../words";

const RING = "M.5 7a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0zM2 7a5 5 0 1 1 10 0a5 5 0 1 1-10 0z";

/** A ring that fills on the way: only a dot, a half, three quarters, and whole. */
const RINGS: Record<IncidentStatus, string> = {
  TRIGGERED: "M5 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0z",
  ACKNOWLEDGED: "M7 3a4 4 0 0 1 0 8z",
  MITIGATED: "M7 3a4 4 0 1 1-4 4h4z",
  RESOLVED: "M3 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
};

/** The word for where an incident stands. */
export function statusName(status: IncidentStatus): string {
  return say(`status.${status}`);
}

/** Where an incident stands: the ring, and the word of incidents, which its page loads. */
export function StatusMark({ status }: { status: IncidentStatus }) {
  return (
    <span class={`status ${status.toLowerCase()}`}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <path d={RING + RINGS[status]} fill="currentColor" fill-rule="evenodd" />
      </svg>
      {statusName(status)}
    </span>
  );
}
