import type { ComponentChildren } from "preact";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { lengthOf } from "../shell/length";
import { href } from "../shell/router";
import { locale, say } from "../words";
import { useAsked } from "./asked";

const OFTEN = 5_000;
const MINUTE = 60_000;

/** How many open incidents have each status. */
export type Statuses = ReadonlyMap<string, number>;

/** Reads how many open incidents have each status; null until that is known. */
export function useStatuses(): Statuses | null {
  return useAsked(
    ["incident"],
    async (signal) => {
      const { facets } = await call("GET /incidents/facets", { query: { status: OPEN.join(",") }, signal });
      return new Map(facets.find(({ by }) => by === "status")?.values.map(({ value, count }) => [value, count]));
    },
    OFTEN,
  ).value;
}

/** What one asks first, each a way to what it counts. What is not known, or was never measured, is a dash. */
export function Kpis({ me, statuses }: { me: Self; statuses: Statuses | null }) {
  const mayAlerts = me.permissions.includes("alert.read");
  const firing = useAsked(
    ["alert"],
    async (signal) => (mayAlerts ? (await call("GET /alerts/count", { signal })).firing : null),
    OFTEN,
  ).value;
  const acknowledged = useAsked(
    [],
    async (signal) => (await call("GET /metrics/summary", { query: { period: "7d" }, signal })).tta.p50_seconds,
    MINUTE,
  ).value;
  const count = (status: string) => statuses?.get(status) ?? 0;
  const open = OPEN.reduce((sum, status) => sum + count(status), 0);
  return (
    <dl class="kpis">
      <Kpi
        label={say("now.kpi.unacknowledged")}
        to="/incidents?status=TRIGGERED"
        value={statuses && number(count("TRIGGERED"))}
      />
      <Kpi label={say("now.kpi.open")} to="/incidents" value={statuses && number(open)}>
        {statuses && say("now.kpi.taken", { count: open - count("TRIGGERED") })}
      </Kpi>
      {mayAlerts && <Kpi label={say("now.kpi.firing")} to="/alerts" value={firing === null ? null : number(firing)} />}
      <Kpi label={say("now.kpi.tta")} to="/analytics?period=7d" value={lengthOf(acknowledged)}>
        {say("now.kpi.tta.of")}
      </Kpi>
    </dl>
  );
}

const OPEN = ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED"];

function number(count: number): string {
  return count.toLocaleString(locale());
}

function Kpi({
  label,
  to,
  value,
  children,
}: {
  label: string;
  to: string;
  value: string | null;
  children?: ComponentChildren;
}) {
  return (
    <div class="kpi">
      <dt>
        <a href={href(to)}>{label}</a>
      </dt>
      <dd>
        <strong>{value ?? say("time.none")}</strong>
        <span class="soft">{children}</span>
      </dd>
    </div>
  );
}
