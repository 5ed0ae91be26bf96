import { say, type Word } from "../words";

/** What messages are about, as far as the catalogue has words for it. */
const KNOWN: ReadonlySet<string> = new Set([
  "incident_triggered",
  "incident_acknowledged",
  "incident_unacknowledged",
  "incident_mitigated",
  "incident_resolved",
  "incident_merged",
  "incident_reopened",
  "incident_refired",
  "incident_grew",
  "incident_escalated",
  "incident_joined",
  "incident_reminded",
  "incident_scope_added",
  "incident_severity_changed",
  "incident_service_changed",
  "incident_handed_over",
  "incidents_digest",
  "contact_test",
  "contact_verification",
]);

/** What a message was about, for people. */
export function eventName(event: string): string {
  if (event.startsWith("notice.")) return say("event.notice");
  const known = event.replace(".", "_");
  return KNOWN.has(known) ? say(`event.${known}` as Word) : event.replace(/^\w+\./, "").replaceAll("_", " ");
}
