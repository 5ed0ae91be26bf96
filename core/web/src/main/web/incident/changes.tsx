import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { lengthOf } from "../shell/length";
import { safeLink } from "../shell/markdown";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { say } from "../words";
import type { Incident } from "./incident";

type Deployment = Answer<"GET /deployments">["items"][number];
type Posted = Answer<"GET /incidents/{id}/changes">["changes"][number];

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
const SHORT = 7;
/** Below this many seconds, how long before says no more than "just before". */
const MINUTE = 60;

/** The changes to the service before the incident, the nearest first: the first suspects. Nothing where nothing was changed. */
export function ChangesBefore({ me, incident }: { me: Self; incident: Incident }) {
  const [found, setFound] = useState<Change[]>([]);
  const opened = Date.parse(incident.created_at);
  useEffect(() => {
    const abort = new AbortController();
    read(me, incident, opened, abort.signal).then(
      (changes) => {
        if (!abort.signal.aborted) setFound(changes);
      },
      () => {}, // The incident itself says what is wrong.
    );
    return () => abort.abort();
  }, [incident.id, incident.service.id]);
  if (found.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="changes-before">
      <h2 id="changes-before">{say("incident.changes")}</h2>
      <ul class="list">
        {found.slice(0, MOST).map((change) => (
          <li key={change.key} class="entry">
            <span>
              {change.state !== null && (
                <span class={`pill ${toneOf(change.state)}`}>{say(`incident.change.${change.state}`)}</span>
              )}{" "}
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
                {say("incident.change.before", { length: lengthOf((opened - Date.parse(change.at)) / 1_000, MINUTE) })}
              </span>
            </span>
            <Moment at={change.at} />
          </li>
        ))}
      </ul>
      {me.permissions.includes("deployment.read") && (
        <a href={href(`/changes?service=${incident.service.id}`)}>{say("incident.changes.all")}</a>
      )}
    </section>
  );
}

function toneOf(state: Deployment["state"]): string {
  return state === "success" ? "ok" : state === "failure" || state === "rolled_back" ? "bad" : "info";
}

async function read(me: Self, incident: Incident, opened: number, signal: AbortSignal): Promise<Change[]> {
  const [posted, deployed] = await Promise.all([
    call("GET /incidents/{id}/changes", { path: { id: incident.id }, signal }),
    me.permissions.includes("deployment.read")
      ? call("GET /deployments", {
          query: {
            service: incident.service.id,
            from: new Date(opened - DAY).toISOString(),
            to: incident.created_at,
            limit: MOST,
          },
          signal,
        })
      : null,
  ]);
  return [...posted.changes.map(ofPosted), ...(deployed?.items ?? []).map(ofDeployment)].sort(
    (one, other) => Date.parse(other.at) - Date.parse(one.at),
  );
}

function ofPosted({ id, happened_at: at, title, author, link }: Posted): Change {
  return { key: id, at, text: title, state: null, by: author, link: safeLink(link) };
}

function ofDeployment({ id, happened_at: at, repository, sha, environment, state, actor, url }: Deployment): Change {
  const what = [repository, sha.slice(0, SHORT)].filter(Boolean).join(" ");
  return { key: id, at, text: `${what} → ${environment}`, state, by: actor, link: safeLink(url) };
}
