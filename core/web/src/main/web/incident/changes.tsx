import { useEffect } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { deploymentsOf } from "../changes/of-service";
import { toneOf } from "../changes/tone";
import { lengthOf } from "../shell/length";
import { safeLink } from "../shell/markdown";
import { useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { say } from "../words";
import type { Incident } from "./incident";
import { SuspectEntry } from "./suspect";

type Deployment = Answer<"GET /deployments">["items"][number];
type Told = Answer<"GET /incidents/{id}/changes">;
type Posted = Told["changes"][number];

/** What was changed: a deployment, or what a sender said of a change. */
interface Change {
  key: string;
  at: string;
  text: string;
  state: Deployment["state"] | null;
  by: string;
  link: string | null;
}

const DAY = 86_400_000;
const MOST = 5;
/** So many suspects are shown at first. */
const FIRST = 3;
const SHORT = 7;
/** Below this many seconds, how long before says no more than "just before". */
const MINUTE = 60;
/** Suspects are worked out some seconds after the opening: so soon, and so long, they are asked for. */
const ASK_AGAIN = 15_000;
const ASK_UNTIL = 180_000;

/**
 * What was changed before the incident, the most suspect first, with what each score is the sum of. Until suspects are worked out, the
 * changes of the service, the nearest first.
 */
export function ChangesBefore({ me, incident }: { me: Self; incident: Incident }) {
  const opened = Date.parse(incident.created_at);
  const found = useRead(`${incident.id} ${incident.service.id}`, (signal) => read(me, incident, opened, signal), [
    "incident",
  ]);
  const isEarly = found.value !== null && found.value.told.computed_at === null;
  useEffect(() => {
    if (!isEarly || Date.now() - opened > ASK_UNTIL) return;
    const timer = setTimeout(found.again, ASK_AGAIN);
    return () => clearTimeout(timer);
  }, [found.value]);
  if (found.value === null) return null; // The incident itself says what is wrong.
  const { told, changes } = found.value;
  const isWorkedOut = told.computed_at !== null || told.suspects.length > 0;
  if (!isWorkedOut && changes.length === 0) return null;
  const others = told.suspects.slice(FIRST);
  const entry = (one: Told["suspects"][number]) => (
    <SuspectEntry
      key={one.id}
      me={me}
      incident={incident}
      suspect={one}
      state={one.state === null ? null : <State state={one.state} />}
      before={before(opened, one.happened_at)}
      changed={found.again}
    />
  );
  return (
    <section class="panel" aria-labelledby="changes-before">
      <h2 id="changes-before">{say("incident.changes")}</h2>
      {isWorkedOut && told.suspects.length === 0 && (
        <p>
          {(told.found ?? 0) === 0
            ? say("incident.suspect.none")
            : say("incident.suspect.unsuspected", { found: told.found ?? 0 })}
        </p>
      )}
      <ul class="list">
        {isWorkedOut
          ? told.suspects.slice(0, FIRST).map(entry)
          : changes.slice(0, MOST).map((change) => <Entry key={change.key} change={change} opened={opened} />)}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>{say("incident.suspect.others", { count: others.length })}</summary>
          <ul class="list">{others.map(entry)}</ul>
        </details>
      )}
      {me.permissions.includes("deployment.read") && (
        <p>
          <a href={deploymentsOf(incident.service.name)}>{say("incident.changes.all")}</a>
        </p>
      )}
    </section>
  );
}

function Entry({ change, opened }: { change: Change; opened: number }) {
  return (
    <li class="entry">
      <span>
        {change.state !== null && <State state={change.state} />}{" "}
        {change.link === null ? (
          change.text
        ) : (
          <a href={change.link} rel="noreferrer">
            {change.text}
          </a>
        )}
        <span class="soft">
          {" "}
          {change.by && `${change.by} · `}
          {before(opened, change.at)}
        </span>
      </span>
      <Moment at={change.at} />
    </li>
  );
}

function before(opened: number, at: string): string {
  return say("incident.change.before", { length: lengthOf((opened - Date.parse(at)) / 1_000, MINUTE) });
}

function State({ state }: { state: Deployment["state"] }) {
  return <span class={`pill ${toneOf(state)}`}>{say(`incident.change.${state}`)}</span>;
}

async function read(
  me: Self,
  incident: Incident,
  opened: number,
  signal: AbortSignal,
): Promise<{ told: Told; changes: Change[] }> {
  const told = await call("GET /incidents/{id}/changes", { path: { id: incident.id }, signal });
  if (told.computed_at !== null || !me.permissions.includes("deployment.read")) {
    return { told, changes: told.changes.map(ofPosted) };
  }
  const deployed = await call("GET /deployments", {
    query: {
      service: incident.service.id,
      from: new Date(opened - DAY).toISOString(),
      to: incident.created_at,
      limit: MOST,
    },
    signal,
  });
  const changes = [...told.changes.map(ofPosted), ...deployed.items.map(ofDeployment)].sort(
    (one, other) => Date.parse(other.at) - Date.parse(one.at),
  );
  return { told, changes };
}

function ofPosted({ id, happened_at: at, title, author, link }: Posted): Change {
  return { key: id, at, text: title, state: null, by: author, link: safeLink(link) };
}

function ofDeployment({ id, happened_at: at, repository, sha, environment, state, actor, url }: Deployment): Change {
  const what = [repository, sha.slice(0, SHORT)].filter(Boolean).join(" ");
  return { key: id, at, text: `${what} → ${environment}`, state, by: actor, link: safeLink(url) };
}
