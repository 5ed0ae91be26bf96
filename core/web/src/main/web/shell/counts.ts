import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { useLive } from "./feed";

/** What waits: incidents that nobody has acknowledged, and alerts that fire. Null where it is not known. */
export interface Counts {
  incidents: number | null;
  alerts: number | null;
}

/** Counting reads much, and a number beside a link may be some seconds old. */
const GAP = 10_000;

/** Counts what waits for the links of the sidebar. A count that fails is not shown; the page says what is wrong. */
export function useCounts(me: Self | null): Counts {
  const [incidents, setIncidents] = useState<number | null>(null);
  const [alerts, setAlerts] = useState<number | null>(null);
  const may = (permission: string) => me?.permissions.includes(permission) ?? false;
  useLive(
    may("incident.read") ? ["incident"] : [],
    async (signal) => {
      if (!may("incident.read")) return;
      try {
        const { facets } = await call("GET /incidents/facets", { query: { status: "TRIGGERED" }, signal });
        const statuses = facets.find(({ by }) => by === "status")?.values ?? [];
        setIncidents(statuses.find(({ value }) => value === "TRIGGERED")?.count ?? 0);
      } catch {
        if (!signal.aborted) setIncidents(null);
      }
    },
    `incidents ${may("incident.read")}`,
    { gap: GAP },
  );
  useLive(
    may("alert.read") ? ["alert"] : [],
    async (signal) => {
      if (!may("alert.read")) return;
      try {
        setAlerts((await call("GET /alerts/count", { signal })).firing);
      } catch {
        if (!signal.aborted) setAlerts(null);
      }
    },
    `alerts ${may("alert.read")}`,
    { gap: GAP },
  );
  return { incidents, alerts };
}
