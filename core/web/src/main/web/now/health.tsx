import { call } from "../api/client";
import type { Self } from "../api/schema";
import { say } from "../words";
import { useAsked } from "./asked";
import { Panel } from "./panel";

const SELDOM = 15_000;
const MOST = 20;

/** Whether messages get out: how each provider fares, and what was given up. */
export function Health({ me }: { me: Self }) {
  const asked = useAsked(
    ["delivery"],
    async (signal) => {
      const { items } = await call("GET /providers", { query: { limit: MOST }, signal });
      const providers = await Promise.all(
        items
          .filter((one) => one.is_active)
          .map(async ({ id, name }) => {
            const health = await call("GET /providers/{id}/health", { path: { id }, signal });
            return { name, status: health.status, error: health.last_error };
          }),
      );
      const dead = me.permissions.includes("delivery.read")
        ? (await call("GET /deliveries", { query: { status: "dead", limit: 1, total: "true" }, signal })).total
        : undefined;
      return { providers, dead: dead?.count ?? 0 };
    },
    SELDOM,
  );
  return (
    <Panel id="now-health" title={say("now.health")} asked={asked}>
      {({ providers, dead }) => (
        <>
          <p class={dead > 0 ? "fault" : ""}>
            {dead > 0 ? say("now.health.dead", { count: dead }) : say("now.health.none")}
          </p>
          <ul class="list">
            {providers.map(({ name, status, error }) => (
              <li key={name} class={status === "failing" ? "fault" : ""}>
                {name}: {say(`now.health.${status}`)}
                {status === "failing" && error !== null && ` ${error}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
