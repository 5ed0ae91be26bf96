import type { PostedEventDetail } from "../api/schema";
import { statusName } from "../shell/channels";
import { Moment } from "../shell/time";
import { say } from "../words";
import { nameOf } from "./events";

/** One event for another system: each attempt with its answer, and what was posted. */
export function Posted({ event }: { event: PostedEventDetail }) {
  return (
    <div role="status">
      <p>
        <strong>{nameOf(event.event)}</strong> · {statusName(event.status)}
      </p>
      {event.attempt_log.length === 0 ? (
        <p class="soft">{say("hook.attempts.none")}</p>
      ) : (
        <ol class="timeline">
          {event.attempt_log.map((one) => (
            <li key={one.attempt}>
              <span class="soft">
                <Moment at={one.at} /> · {say("hook.attempt.took", { ms: one.duration_ms })}
              </span>
              <p class="text">
                {say(`hook.outcome.${one.outcome}`)} {one.status_code ?? ""} {one.error ?? ""}
              </p>
            </li>
          ))}
        </ol>
      )}
      <pre class="code" tabIndex={0} role="region" aria-label={say("hook.payload")}>
        {JSON.stringify(event.payload, null, 2)}
      </pre>
    </div>
  );
}
