import { call } from "../api/client";
import type { Self } from "../api/schema";
import { quoted } from "../alerts/matchers";
import { go } from "../shell/router";
import { say } from "../words";
import { type Command, fit, shortId } from "./find";

const FEW = 5;
const MOST_SERVICES = 500;

/**
 * What incidents, alerts and services there are with what was typed. A kind that fails, or that the reader may not see, is left
 * out.
 */
export async function search(me: Self, typed: string, signal: AbortSignal): Promise<Command[]> {
  const may = (permission: string) => me.permissions.includes(permission);
  const found = await Promise.allSettled([
    may("incident.read") ? incidents(typed, signal) : [],
    may("alert.read") ? alerts(typed, signal) : [],
    may("service.read") ? services(typed, signal) : [],
  ]);
  return found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
}

async function incidents(typed: string, signal: AbortSignal): Promise<Command[]> {
  const id = shortId(typed);
  if (id !== null) {
    const one = await call("GET /incidents/{id}", { path: { id }, signal });
    return [incident(one)];
  }
  const { items } = await call("GET /incidents", { query: { search: typed, limit: FEW }, signal });
  return items.map(incident);
}

function incident(one: { short_id: string; title: string; status: string }): Command {
  return {
    id: one.short_id,
    group: say("nav.incidents"),
    label: `${one.short_id} ${one.title}`,
    detail: one.status,
    run: () => go(`/incidents/${one.short_id}`),
  };
}

async function alerts(typed: string, signal: AbortSignal): Promise<Command[]> {
  const { items } = await call("GET /labels/{name}/values", {
    path: { name: "alertname" },
    query: { prefix: typed, limit: FEW },
    signal,
  });
  return items.map(({ value, count }) => ({
    id: `alert:${value}`,
    group: say("palette.alerts"),
    label: value,
    detail: say("palette.alerts.count", { count }),
    run: () => go(`/alerts?${new URLSearchParams({ status: "all", match: `alertname=${quoted(value)}` })}`),
  }));
}

async function services(typed: string, signal: AbortSignal): Promise<Command[]> {
  const { items } = await call("GET /services", { query: { limit: MOST_SERVICES }, signal });
  return items
    .filter((one) => fit(`${one.name} ${one.aliases.join(" ")}`, typed) > 0)
    .slice(0, FEW)
    .map((one) => ({
      id: `service:${one.id}`,
      group: say("palette.services"),
      label: one.name,
      run: () => go(`/incidents?${new URLSearchParams({ service: one.name })}`),
    }));
}
