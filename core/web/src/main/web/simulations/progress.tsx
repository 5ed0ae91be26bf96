import type { Simulation } from "../api/schema";
import { say } from "../words";

/** By which rules: a version of the rule set, or a draft that is not stored. */
export function rulesOf({ rule_set_version: version }: Pick<Simulation, "rule_set_version">): string {
  return version === null ? say("simulation.draft") : say("simulation.version", { version: String(version) });
}

type Progress = Pick<Simulation, "state" | "total" | "replayed" | "failure">;

/** How far it is, or how it ended. */
export function progressOf({ state, total, replayed, failure }: Progress) {
  if (state === "failed") return <span class="fault">{say("simulation.failed", { why: failure ?? "" })}</span>;
  if (state !== "running") return say(`simulation.state.${state}`);
  if (total === null) return say("simulation.counting");
  return (
    <>
      <progress aria-label={say("simulation.state.running")} max={Math.max(total, 1)} value={replayed} />{" "}
      {say("simulation.replayed", { count: replayed, total })}
    </>
  );
}
