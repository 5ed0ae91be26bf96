import { type Answer, call, Refused } from "../api/client";
import { SAMPLE } from "./named";

/** Whose documents these are: what this set made goes with it. */
const SET = "sample-data";

/** The longest that a step may wait. By then the alerts have ended by themselves. */
const WAIT = "PT24H";
const LASTS = 12 * 3_600_000;
const MINUTE = 60_000;

interface Kind {
  name: string;
  service: (typeof SAMPLE.services)[number];
  severity: "SEV1" | "SEV2" | "SEV3" | "SEV4";
  summary: string;
  /** Where it fires: an alert each, and one incident for all. */
  instances: readonly string[];
  minutes: number;
  then?: "acknowledge" | "resolve";
}

const ALERTS: readonly Kind[] = [
  {
    name: "CardPaymentsDeclined",
    service: "Sample checkout",
    severity: "SEV1",
    summary: "The acquirer declines 40 % of card payments",
    instances: ["pay-1", "pay-2", "pay-3"],
    minutes: 4,
  },
  {
    name: "CheckoutSlow",
    service: "Sample checkout",
    severity: "SEV2",
    summary: "Half of all requests take longer than 3 s",
    instances: ["web-1", "web-2"],
    minutes: 11,
    then: "acknowledge",
  },
  {
    name: "ReplicationBroken",
    service: "Sample orders",
    severity: "SEV2",
    summary: "The standby is 20 minutes behind",
    instances: ["db-1", "db-2"],
    minutes: 26,
  },
  {
    name: "SearchIndexLag",
    service: "Sample search",
    severity: "SEV3",
    summary: "New products appear after 15 minutes",
    instances: ["index-1", "index-2"],
    minutes: 38,
    then: "acknowledge",
  },
  {
    name: "DiskAlmostFull",
    service: "Sample orders",
    severity: "SEV3",
    summary: "Less than 10 % are free",
    instances: ["db-3"],
    minutes: 95,
    then: "resolve",
  },
  {
    name: "MailQueueGrowing",
    service: "Sample mail",
    severity: "SEV4",
    summary: "600 mails wait",
    instances: ["mail-1", "mail-2"],
    minutes: 52,
  },
];

/** A team, services, a policy that waits, and a source. Nobody is in the team, and it has no channels. */
const DOCUMENTS = [
  { kind: "team", key: "sample-team", name: SAMPLE.team },
  {
    kind: "escalation_policy",
    key: "sample-policy",
    name: SAMPLE.policy,
    team: "sample-team",
    rounds: 1,
    steps: [{ after: WAIT, notify: [{ type: "oncall" }] }],
  },
  ...SAMPLE.services.map((name, i) => ({
    kind: "service",
    key: name.toLowerCase().replace(" ", "-"),
    name,
    owner_team: "sample-team",
    tier: i === 0 ? "TIER_1_CRITICAL" : "TIER_2",
    escalation_policy: "sample-policy",
  })),
  { kind: "source", key: "sample-source", name: SAMPLE.source, type: "PROMETHEUS" },
];

/** Whether the sample is there, can be loaded, or would reach others: by rules that route its alerts elsewhere, by webhooks or rooms. */
export type SampleState = "loaded" | "offered" | "refused";

export async function sampleState(isLoaded: boolean, signal: AbortSignal): Promise<SampleState> {
  if (isLoaded) return "loaded";
  const [rules, hooks, rooms, providers] = await Promise.all([
    hasRules(signal),
    call("GET /webhooks/outgoing", { signal }),
    call("GET /room-settings", { signal }),
    call("GET /providers", { query: { limit: MOST }, signal }),
  ]);
  const opensRooms =
    rooms.is_automatic && providers.items.some(({ type, is_active }) => is_active && ROOM_MAKERS.has(type));
  return rules || hooks.items.some((one) => one.is_active) || opensRooms ? "refused" : "offered";
}

const MOST = 200;
/** Types of providers that can open rooms. */
const ROOM_MAKERS: ReadonlySet<string> = new Set(["slack", "discord_bot"]);

async function hasRules(signal: AbortSignal): Promise<boolean> {
  try {
    await call("GET /rule-sets/active", { signal });
    return true;
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 404) return false;
    throw failure;
  }
}

/** Makes it, posts its alerts as its source, and acknowledges and resolves some of the incidents that they open. */
export async function loadSample(): Promise<void> {
  await call("POST /configuration", { body: { set: SET, documents: DOCUMENTS } });
  const now = Date.now();
  const path = { id: SAMPLE.source };
  // A gateway takes posts only for a source that could post by itself. Nobody has seen this key.
  await call("POST /sources/{id}/keys", { path, body: { expires_at: new Date(now + LASTS).toISOString() } });
  await patiently(
    () => call("POST /sources/{id}/bodies", { path, body: { body: JSON.stringify(alertsAt(now)) } }),
    (failure) => failure instanceof Refused && (failure.status === 409 || failure.status === 503),
  );
  const incidents = await opened();
  for (const action of ["acknowledge", "resolve"] as const) {
    const names = ALERTS.filter(({ then }) => then === action).map(({ name }) => name);
    const ids = incidents.filter(({ title }) => names.some((name) => title.includes(name))).map(({ id }) => id);
    if (ids.length > 0) await call("POST /incidents/actions", { body: { action, ids } });
  }
}

/** Ends its alerts and takes away what it made. What has incidents is kept inactive with them. */
export async function removeSample(): Promise<void> {
  await call("POST /configuration", {
    query: { end_alerts: "true" },
    body: { set: SET, documents: [], prune: true },
  });
}

/** As Prometheus posts them. */
function alertsAt(now: number) {
  return ALERTS.flatMap(({ name, service, severity, summary, instances, minutes }) =>
    instances.map((instance) => ({
      labels: { alertname: name, service, severity, instance, sample: "true" },
      annotations: { summary },
      startsAt: new Date(now - minutes * MINUTE).toISOString(),
      endsAt: new Date(now + LASTS).toISOString(),
    })),
  );
}

/** The incidents of the sample, once all are open, or as many as there are after a while. */
async function opened(): Promise<Answer<"GET /incidents">["items"]> {
  let found: Answer<"GET /incidents">["items"] = [];
  for (let i = 0; i < TRIES && found.length < ALERTS.length; i++) {
    if (i > 0) await rest();
    found = (await call("GET /incidents", { query: { team: SAMPLE.team, status: "TRIGGERED", limit: 50 } })).items;
  }
  return found;
}

const TRIES = 30;
const REST = 500;

function rest(): Promise<void> {
  return new Promise((done) => setTimeout(done, REST));
}

/** Does it again while it is refused for a reason that passes, such as a source that gateways do not know yet. */
async function patiently<T>(act: () => Promise<T>, passes: (failure: unknown) => boolean): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await act();
    } catch (failure) {
      if (i >= TRIES || !passes(failure)) throw failure;
      await rest();
    }
  }
}
