import { useEffect, useRef } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { Simulation } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { announce } from "../shell/announce";
import { Deed } from "../shell/deed";
import { usePoll } from "../shell/poll";
import { type Read, Ready, useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { say } from "../words";
import { Found } from "./findings";
import { progressOf, rulesOf } from "./progress";

const EVERY = 2_000;

/** How far a simulation is, and what it found once it is done. */
export function SimulationPage({ me, params }: PageProps) {
  const read = useSimulation(params["id"] ?? "");
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  return (
    <Managed me={me} title={say("simulation.title", { rules: read.value ? rulesOf(read.value) : "" })}>
      <Watched read={read} />
    </Managed>
  );
}

/** Reads a simulation, again and again while it runs. */
export function useSimulation(id: string): Read<Simulation> {
  const read = useRead(id, (signal) => call("GET /simulations/{id}", { path: { id }, signal }));
  const state = read.value?.state;
  const isRunning = state === "running";
  const look = async () => {
    if (isRunning) read.again();
  };
  usePoll(isRunning ? EVERY : 0, look, `${id} ${isRunning}`);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && state && state !== "running") announce(say(`simulation.state.${state}`));
    wasRunning.current = isRunning;
  }, [state]);
  return read;
}

/** A simulation that somebody waits for, with the way to cancel it. */
export function Watched({ read }: { read: Read<Simulation> }) {
  return (
    <Ready read={read}>
      {(one) => (
        <>
          <dl class="facts">
            <div>
              <dt>{say("simulation.state")}</dt>
              <dd>{progressOf(one)}</dd>
            </div>
            <div>
              <dt>{say("simulation.from")}</dt>
              <dd>
                <Moment at={one.from} />
              </dd>
            </div>
            <div>
              <dt>{say("simulation.to")}</dt>
              <dd>
                <Moment at={one.to} />
              </dd>
            </div>
            <div>
              <dt>{say("simulation.started")}</dt>
              <dd>
                <Moment at={one.created_at} /> ({one.created_by})
              </dd>
            </div>
          </dl>
          {one.state === "running" && (
            <p>
              <Deed
                done={say("simulation.cancelled")}
                act={async () => {
                  await call("DELETE /simulations/{id}", { path: { id: one.id } });
                  read.again();
                }}
              >
                {say("simulation.cancel")}
              </Deed>
            </p>
          )}
          {one.result && <Found found={one.result} version={one.rule_set_version} />}
        </>
      )}
    </Ready>
  );
}
