import { type Answer, call } from "../api/client";
import { Ready, useRead } from "../shell/read";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";

type Settings = Answer<"GET /dora/settings">;

const DAY = 86_400;
const HOUR = 3_600;

/** What deliveries should be, in the units that people think in. What is empty is no target. */
export function Targets({ done }: { done: () => void }) {
  const read = useRead("dora settings", (signal) => call("GET /dora/settings", { signal }));
  return (
    <Ready read={read}>
      {(stored) => (
        <SchemaForm
          schema={schema()}
          stored={shown(stored)}
          go={say("save")}
          send={async (typed) => {
            await call("PUT /dora/settings", { version: stored.version, body: written(typed) });
            toast(say("saved"));
            done();
          }}
        />
      )}
    </Ready>
  );
}

function schema(): Schema {
  const number = (title: string, minimum: number): Schema => ({
    title,
    type: ["number", "null"],
    minimum,
  });
  return {
    properties: {
      deployments_per_week: {
        ...number(say("dora.targets.frequency"), 0.01),
        description: say("dora.targets.hint"),
      },
      lead_time_seconds: number(say("dora.targets.lead"), 0.001),
      change_fail_rate: number(say("dora.targets.rate"), 0.01),
      recovery_time_seconds: number(say("dora.targets.recovery"), 0.02),
    },
  };
}

function shown({ deployments_per_week, lead_time_seconds, change_fail_rate, recovery_time_seconds }: Settings) {
  const times = (value: number | null, factor: number) =>
    value === null ? null : Number((value * factor).toPrecision(6));
  return {
    deployments_per_week,
    lead_time_seconds: times(lead_time_seconds, 1 / DAY),
    change_fail_rate: times(change_fail_rate, 100),
    recovery_time_seconds: times(recovery_time_seconds, 1 / HOUR),
  };
}

function written(typed: Record<string, unknown>) {
  const number = (name: string) => {
    const value = typed[name];
    return typeof value === "number" ? value : null;
  };
  const seconds = (name: string, unit: number) => {
    const value = number(name);
    return value === null ? null : Math.round(value * unit);
  };
  const rate = number("change_fail_rate");
  return {
    deployments_per_week: number("deployments_per_week"),
    lead_time_seconds: seconds("lead_time_seconds", DAY),
    change_fail_rate: rate === null ? null : Number((rate / 100).toFixed(4)),
    recovery_time_seconds: seconds("recovery_time_seconds", HOUR),
  };
}
