import type { DeliveryDetail } from "../api/schema";
import { Moment } from "../shell/time";
import { channelName } from "../shell/channels";
import { say } from "../words";

/** Each attempt of a delivery, and what was answered. */
export function Attempts({ delivery }: { delivery: DeliveryDetail }) {
  if (delivery.attempt_log.length === 0) return <p class="soft">{say("attempts.none")}</p>;
  return (
    <ol class="timeline">
      {delivery.attempt_log.map((one) => (
        <li key={one.attempt}>
          <span class="soft">
            <Moment at={one.at} /> · {one.provider ?? channelName(delivery.channel)} ·{" "}
            {say("attempt.took", { ms: one.duration_ms })}
          </span>
          <p class="text">
            {one.outcome} {one.status_code ?? ""} {one.error ?? ""}
          </p>
        </li>
      ))}
    </ol>
  );
}
