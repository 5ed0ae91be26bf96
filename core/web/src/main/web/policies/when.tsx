import type { EscalationCondition } from "../api/schema";
import { say, type Word } from "../words";
import { minutesOf } from "./minutes";

/** How long after the escalation began a step comes. */
export function afterStart(minutes: number): string {
  return minutes === 0 ? say("policy.atOnce") : say("policy.after", { minutes });
}

/** The condition under which a step notifies people. */
export function When({ of }: { of: EscalationCondition }) {
  const { severities = [], labels = [], hours } = of;
  return (
    <p class="soft">
      {say("policy.only")} {[...severities.map((one) => one.slice(0, 4)), ...labels].join(", ")}
      {hours && (
        <>
          {" "}
          {hours.windows
            .map(({ days = [], start, length }) =>
              say("policy.window", {
                days: days.map((day) => say(`day.${day.toLowerCase()}` as Word)).join(", ") || say("policy.everyDay"),
                start: start.slice(0, 5),
                minutes: minutesOf(length),
              }),
            )
            .join("; ")}{" "}
          ({hours.time_zone})
        </>
      )}
    </p>
  );
}
