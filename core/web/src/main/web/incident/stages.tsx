import { Moment } from "../shell/time";
import { lengthOf } from "../shell/length";
import { say } from "../words";
import { statusName } from "../incidents/status-mark";
import type { Incident } from "./incident";

/** How far an incident has come, and when: from its beginning to its end, each with the time that it took. */
export function Stages({ incident }: { incident: Incident }) {
  const stages = [
    ["TRIGGERED", incident.created_at, null],
    ["ACKNOWLEDGED", incident.acknowledged_at, incident.mtta_seconds],
    ["MITIGATED", incident.mitigated_at, incident.mttm_seconds],
    ["RESOLVED", incident.resolved_at, incident.mttr_seconds],
  ] as const;
  return (
    <section class="panel" aria-label={say("incident.stages")}>
      <ol class={`stages ${incident.severity.slice(0, 4).toLowerCase()}`}>
        {stages.map(([status, at, after]) => (
          <li
            key={status}
            class={at === null ? "" : "done"}
            aria-current={status === incident.status ? "step" : undefined}
          >
            <strong>{statusName(status)}</strong>
            <span>
              {at === null ? say("time.none") : <Moment at={at} />}
              {at !== null && after !== null && <> · {say("incident.after", { time: lengthOf(after) })}</>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
