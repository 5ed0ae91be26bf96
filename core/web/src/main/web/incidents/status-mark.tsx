import type { IncidentStatus } from "../api/schema";
import { say } from "../words";

/** Where an incident stands, in the words of incidents, which its page loads. */
export function StatusMark({ status }: { status: IncidentStatus }) {
  return <span class={`status ${status.toLowerCase()}`}>{say(`status.${status}`)}</span>;
}
