import { call } from "../api/client";
import type { Self } from "../api/schema";
import { reachOf } from "../shell/reach";
import { SAMPLE } from "./named";

/** The steps from the empty product to the first page, in order. */
export const STEPS = ["factor", "reached", "source", "people", "schedule", "policy", "page"] as const;

export type Step = (typeof STEPS)[number];

/** Somebody who can log in, and whether a page reaches them. */
export interface Person {
  id: string;
  username: string;
  isCalled: boolean;
}

/** What is there already. A step is done because of what is there, and not because somebody ticked it. */
export interface Facts {
  done: Record<Step, boolean>;
  sources: string[];
  people: Person[];
  schedules: string[];
  policies: string[];
  /** The service that a test page is for: one that a team has made for itself, if there is one. */
  service: string | null;
  /** Whether the sample is there. It ticks no step. */
  isSampled: boolean;
}

const SHOWN = 5;
const MOST = 50;
/** So that somebody is next. */
const ENOUGH_PEOPLE = 2;

export async function factsOf(me: Self, signal: AbortSignal): Promise<Facts> {
  const few = { query: { limit: MOST }, signal };
  const samples = new Set<string>([SAMPLE.policy, SAMPLE.source, ...SAMPLE.services]);
  const isOwn = ({ name }: { name: string }) => !samples.has(name);
  const isUser = me.owner?.kind === "user";
  const [factor, sources, alerts, users, schedules, policies, drills, services] = await Promise.all([
    isUser ? call("GET /me/totp", { signal }) : null,
    call("GET /sources", few),
    call("GET /alerts/count", { signal }),
    call("GET /users", few),
    call("GET /schedules", few),
    call("GET /escalation-policies", few),
    call("GET /drills", few),
    call("GET /services", few),
  ]);
  const active = users.items.filter((one) => one.is_active);
  const reached = await reachOf(
    active.map(({ id }) => id),
    signal,
  );
  const people = active.map(({ id, username }) => ({
    id,
    username,
    isCalled: reached.get(id)?.can_be_called ?? false,
  }));
  const isSampled = sources.items.some(({ name }) => name === SAMPLE.source);
  const ofSample = isSampled ? (await call("GET /alerts/count", { query: { team: SAMPLE.team }, signal })).total : 0;
  const ownSources = sources.items.filter(isOwn);
  const own = services.items.find((one) => !one.is_triage && one.is_active && isOwn(one));
  const inForce = policies.items.filter((one) => one.is_active && isOwn(one));
  return {
    done: {
      factor: factor?.enabled ?? true,
      reached:
        people.find(({ username }) => username === me.owner?.name)?.isCalled ?? people.some((one) => one.isCalled),
      source: ownSources.length > 0 && alerts.total > ofSample,
      people: people.length >= ENOUGH_PEOPLE && users.items.some(({ teams }) => teams.length > 0),
      schedule: schedules.items.length > 0,
      policy: inForce.length > 0,
      page: drills.items.some(({ send, state }) => send && state === "acknowledged"),
    },
    sources: ownSources.map(({ name }) => name).slice(0, SHOWN),
    people: people.slice(0, SHOWN),
    schedules: schedules.items.map(({ name }) => name).slice(0, SHOWN),
    policies: inForce.map(({ name }) => name).slice(0, SHOWN),
    service: (own ?? services.items.find(isOwn))?.name ?? null,
    isSampled,
  };
}

/** The first step that is not done; null if all are. */
export function nextOf({ done }: Facts): Step | null {
  return STEPS.find((step) => !done[step]) ?? null;
}

export function countOf({ done }: Facts): number {
  return STEPS.filter((step) => done[step]).length;
}
