import { useEffect, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { Alert, Episode } from "../api/schema";
import { acknowledge, mayAcknowledge } from "../alerts/list";
import { quoted } from "../alerts/matchers";
import { alertWithNumber, isNumber } from "../alerts/one";
import { maySilence, silenceOf } from "../alerts/silence";
import { AlertStatus, hiddenInWords } from "../alerts/marks";
import { SeverityMark } from "../incidents/marks";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { useKey } from "../shell/keys";
import { Loading } from "../shell/loading";
import { go, href, setQuery, usePlace } from "../shell/router";
import { Moment } from "../shell/time";
import { Title } from "../shell/title";
import { say } from "../words";
import { Why } from "./explain";
import { Flags, flagsOf } from "./flags";
import { AlertRepeats } from "./repeats";
import { safeLink } from "./tree";

/** An alert, by its fingerprint, or by its number, which leads to the fingerprint. */
export function AlertPage({ me, params }: PageProps) {
  const id = params["fingerprint"] ?? "";
  return isNumber(id) ? <ByNumber number={id} /> : <One me={me} fingerprint={id} />;
}

function ByNumber({ number }: { number: string }) {
  const [failure, setFailure] = useState<unknown>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    alertWithNumber(number)
      .then((alert) => {
        if (alert) go(`/alerts/${alert.fingerprint}${location.search}`, true);
        else setMissing(true);
      })
      .catch(setFailure);
  }, [number]);
  if (isMissing) return <Missing />;
  return failure === null ? <Loading /> : <Failure failure={failure} />;
}

function One({ me, fingerprint }: Pick<PageProps, "me"> & { fingerprint: string }) {
  const { query } = usePlace();
  const [alert, setAlert] = useState<Alert | null>(null);
  const [episodes, setEpisodes] = useState<{ items: Episode[]; next: string | null } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useLive(
    ["alert", "incident"],
    async (signal) => {
      try {
        const [one, past] = await Promise.all([
          call("GET /alerts/{fingerprint}", { path: { fingerprint }, signal }),
          call("GET /alerts/{fingerprint}/episodes", { path: { fingerprint }, signal }),
        ]);
        setAlert(one);
        setEpisodes(past);
        setFailure(null);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    fingerprint + tries,
    {
      wants: (news) =>
        news.kind === "anew" ||
        news.changes.some((one) => one.id === fingerprint || (alert !== null && one.id === alert.incident?.id)),
    },
  );
  const isWhy = query.get("why") !== null;
  const why = () => setQuery({ why: isWhy ? "" : "1" });
  const incident = alert?.incident?.short_id ?? null;
  const isOffered = incident !== null && alert?.status === "FIRING" && mayAcknowledge(me);
  useKey(
    "a",
    () => isOffered && incident !== null && void acknowledge([incident]),
    isOffered && incident !== null ? say("alert.acknowledge", { id: incident }) : undefined,
  );
  useKey("w", why, say("alert.why"));

  if (!alert) {
    if (failure instanceof Refused && failure.status === 404) return <Missing />;
    return failure === null ? <Loading /> : <Failure failure={failure} again={() => setTries(tries + 1)} />;
  }
  return (
    <article>
      <Title text={alert.name} />
      <p class="row">
        <SeverityMark severity={alert.severity} />
        <AlertStatus status={alert.status} />
        {incident !== null && (
          <a class="id" href={href(`/incidents/${incident}`)}>
            {incident}
          </a>
        )}
      </p>
      {failure !== null && <Failure failure={failure} />}
      {alert.hidden_by.length > 0 && (
        <ul class="list" aria-label={say("alert.hidden")}>
          {alert.hidden_by.map(({ kind, id }) => (
            <li key={`${kind} ${id}`}>
              {say("alert.hidden")}: {hiddenInWords(kind)}{" "}
              {kind === "incident_resolved" && id && (
                <a href={href(`/incidents/${incident ?? id}`)}>{incident ?? id}</a>
              )}
            </li>
          ))}
        </ul>
      )}
      <div class="row" role="group" aria-label={say("incident.actions")}>
        {isOffered && incident !== null && (
          <button type="button" class="primary" onClick={() => void acknowledge([incident])}>
            {say("alert.acknowledge", { id: incident })}
          </button>
        )}
        {maySilence(me, alert) && (
          <a class="button" href={href(silenceOf(fingerprint))}>
            {say("incident.silence")}
          </a>
        )}
        <button type="button" aria-expanded={isWhy} onClick={why}>
          {say("alert.why")}
        </button>
      </div>
      {isWhy && (
        <section aria-label={say("alert.why")}>
          <Why fingerprint={fingerprint} />
        </section>
      )}
      <Flags flags={flagsOf(alert.details)} details={alert.details} />
      <Facts alert={alert} />
      <h2>{say("alert.labels")}</h2>
      <Texts texts={alert.labels} isLabel />
      <h2>{say("alert.annotations")}</h2>
      {Object.keys(alert.annotations).length === 0 ? (
        <p class="soft">{say("alert.annotations.none")}</p>
      ) : (
        <Texts texts={alert.annotations} />
      )}
      <h2>{say("alert.episodes")}</h2>
      <Episodes fingerprint={fingerprint} first={episodes} />
      <h2>{say("alert.repeats")}</h2>
      <AlertRepeats fingerprint={fingerprint} />
      {Object.keys(alert.details).length > 0 && (
        <details>
          <summary>{say("alert.details")}</summary>
          <pre class="text">{JSON.stringify(alert.details, null, 2)}</pre>
        </details>
      )}
    </article>
  );
}

function Facts({ alert }: { alert: Alert }) {
  const times = [
    ["alert.since", alert.first_seen],
    ["alert.seen", alert.last_seen],
    ["alert.ends", alert.ends_at],
    ["alert.resolved", alert.resolved_at],
  ] as const;
  return (
    <dl class="facts">
      <div>
        <dt>{say("alerts.by.service")}</dt>
        <dd>{alert.service.name ?? say("alerts.service.gone")}</dd>
      </div>
      <div>
        <dt>{say("alerts.by.source")}</dt>
        <dd>{alert.source.name ?? alert.source.id}</dd>
      </div>
      <div>
        <dt>{say("alert.count")}</dt>
        <dd>{alert.count.toLocaleString()}</dd>
      </div>
      {times.map(([word, at]) =>
        at === null ? null : (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>
              <Moment at={at} />
            </dd>
          </div>
        ),
      )}
      <div>
        <dt>{say("alert.fingerprint")}</dt>
        <dd>
          <code>{alert.fingerprint}</code>
        </dd>
      </div>
    </dl>
  );
}

/** Names and texts; a label leads to the alerts that have it, and an address to where it points. */
function Texts({ texts, isLabel = false }: { texts: Record<string, string>; isLabel?: boolean }) {
  return (
    <dl class="texts">
      {Object.entries(texts).map(([name, text]) => {
        const link = isLabel ? null : safeLink(text);
        const match = new URLSearchParams({ match: `${name}=${quoted(text)}` });
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="text">
              {isLabel ? (
                <a href={href(`/alerts?${match}`)}>{text}</a>
              ) : link !== null ? (
                <a href={link} rel="noreferrer noopener">
                  {text}
                </a>
              ) : (
                text
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Episodes({
  fingerprint,
  first,
}: {
  fingerprint: string;
  first: { items: Episode[]; next: string | null } | null;
}) {
  const [more, setMore] = useState<{ items: Episode[]; next: string | null } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  if (first === null) return <Loading />;
  if (first.items.length === 0) return <p class="soft">{say("alert.episodes.none")}</p>;
  const known = new Set(first.items.map((one) => one.episode));
  const items = [...first.items, ...(more?.items ?? []).filter((one) => !known.has(one.episode))];
  const next = more === null ? first.next : more.next;
  const readOn = (cursor: string) =>
    call("GET /alerts/{fingerprint}/episodes", { path: { fingerprint }, query: { cursor } })
      .then((page) => setMore({ items: [...(more?.items ?? []), ...page.items], next: page.next }))
      .catch(setFailure);
  return (
    <>
      <ol class="timeline" reversed>
        {items.map((one) => (
          <li key={one.episode} value={one.episode}>
            <SeverityMark severity={one.severity} />{" "}
            {one.opened_at === null ? (
              <span class="soft">{say("alert.episode.old")}</span>
            ) : (
              <Moment at={one.opened_at} />
            )}
            {" – "}
            {one.ended_at === null ? say("alert.episode.now") : <Moment at={one.ended_at} />}{" "}
            <span class="soft">
              {one.last} · {one.service.name ?? say("alerts.service.gone")} ·{" "}
              {say("alert.why.version", { version: one.rule_set_version })} ·{" "}
              {say("alert.episode.changes", { count: one.changes })}
            </span>
          </li>
        ))}
      </ol>
      {failure !== null && <Failure failure={failure} />}
      {next !== null && (
        <button type="button" onClick={() => void readOn(next)}>
          {say("alert.episodes.more")}
        </button>
      )}
    </>
  );
}
