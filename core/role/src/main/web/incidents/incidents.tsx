import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { type Act, act, offered } from "../incident/act";
import type { PageProps } from "../pages";
import { announce } from "../shell/announce";
import { Failure, inWords } from "../shell/failure";
import { isForPage } from "../shell/keys";
import { usePoll } from "../shell/poll";
import { go, href, setQuery, usePlace } from "../shell/router";
import { Moment } from "../shell/time";
import { Title } from "../shell/title";
import { say } from "../words";
import { Filters } from "./filters";
import { SeverityMark, StatusMark } from "./marks";

const PAGE = 50;
const MOST = 200;
const EVERY = 4_000;
const OPEN = "TRIGGERED,ACKNOWLEDGED,MITIGATED";
const ACTS = ["acknowledge", "resolve"] as const;

interface Loaded {
  items: Incident[];
  more: boolean;
}

/** The newest incidents that match the filters of the address. */
export function Incidents({ me }: PageProps) {
  const { query } = usePlace();
  const [shown, setShown] = useState<{ key: string; loaded: Loaded } | null>(null);
  const [waiting, setWaiting] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [fault, setFault] = useState("");
  const [tries, setTries] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const limit = Math.min(MOST, Math.max(PAGE, Number(query.get("limit")) || PAGE));
  const status = query.get("status") ?? "";
  const filters = {
    status: status === "" ? OPEN : status === "all" ? "" : status,
    severity: query.get("severity") ?? "",
    service: query.get("service") ?? "",
    team: query.get("team") ?? "",
    search: query.get("search") ?? "",
  };
  const key = JSON.stringify([filters, limit]);

  // A search reads much, so it is not repeated by itself.
  usePoll(
    filters.search === "" ? EVERY : 0,
    async (signal) => {
      try {
        const answer = await call("GET /incidents", { query: { ...filters, limit }, signal });
        const loaded = { items: answer.items, more: answer.next !== null };
        setFailure(null);
        setShown((before) => {
          if (before?.key !== key || !isRead(list.current) || sameRows(before.loaded, loaded)) {
            setWaiting(null);
            if (before?.key !== key) announce(say("incidents.counted", { count: loaded.items.length }));
            return { key, loaded };
          }
          // Nothing moves under the reader: what is there is renewed in place, and what is new waits.
          setWaiting(loaded);
          const renewed = new Map(loaded.items.map((one) => [one.id, one]));
          const items = before.loaded.items.map((one) => renewed.get(one.id) ?? one);
          return { key, loaded: { ...before.loaded, items } };
        });
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    key + tries,
  );

  useEffect(() => setWaiting(null), [key]);
  const current = shown?.key === key ? shown.loaded : null;
  const known = new Set(current?.items.map((one) => one.id));
  const newer = waiting?.items.filter((one) => !known.has(one.id)).length ?? 0;
  const isFiltered = status !== "" || filters.severity + filters.search + filters.service + filters.team !== "";

  const doIt = async (incident: Incident, what: Act) => {
    setFault("");
    try {
      const after = await act(incident.id, what);
      setShown(
        (before) =>
          before && {
            ...before,
            loaded: {
              ...before.loaded,
              items: before.loaded.items.map((one) => (one.id === after.id ? { ...one, ...after } : one)),
            },
          },
      );
      announce(say(`incident.${what}.done`, { id: incident.short_id }));
    } catch (caught) {
      setFault(`${incident.short_id}: ${inWords(caught).text}`);
    }
  };

  const pressed = (event: KeyboardEvent) => {
    const row = (event.target as Element).closest("li");
    if (!row || !isForPage(event)) return;
    const incident = current?.items.find((one) => one.id === row.dataset["id"]);
    const to = event.key === "j" ? row.nextElementSibling : event.key === "k" ? row.previousElementSibling : null;
    const what = event.key === "a" ? "acknowledge" : event.key === "r" ? "resolve" : null;
    if (to) to.querySelector("a")?.focus();
    else if (what && incident && offered(me, incident, what)) void doIt(incident, what);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <Title text={say("incidents.title")} />
      <Filters query={query} />
      {failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
      <p role="alert" class="fault">
        {fault}
      </p>
      {!current && failure === null && <p role="status">{say("loading")}</p>}
      {current?.items.length === 0 && (
        <div class="empty">
          <p>
            {say(
              isFiltered
                ? status === "all" && !filters.search && !filters.severity
                  ? "incidents.none"
                  : "incidents.none.filtered"
                : "incidents.none.open",
            )}
          </p>
          {isFiltered && (
            <button type="button" onClick={() => go("/incidents")}>
              {say("incidents.clear")}
            </button>
          )}
        </div>
      )}
      {newer > 0 && waiting && (
        <button
          type="button"
          class="newer"
          onClick={() => {
            setShown({ key, loaded: waiting });
            setWaiting(null);
            scrollTo(0, 0);
            list.current?.querySelector("a")?.focus();
          }}
        >
          {say("incidents.newer", { count: newer })}
        </button>
      )}
      {current && current.items.length > 0 && (
        <ul ref={list} class="list" aria-label={say("incidents.list")} onKeyDown={pressed}>
          {current.items.map((one) => (
            <Row key={one.id} incident={one} me={me} act={(what) => void doIt(one, what)} />
          ))}
        </ul>
      )}
      {current?.more &&
        (limit < MOST ? (
          <button type="button" onClick={() => setQuery({ limit: String(limit + PAGE) })}>
            {say("incidents.more")}
          </button>
        ) : (
          <p class="soft">{say("incidents.most", { count: MOST })}</p>
        ))}
    </>
  );
}

function Row({ incident, me, act }: { incident: Incident; me: Self; act: (what: Act) => void }) {
  return (
    <li data-id={incident.id} class={`incident ${incident.status.toLowerCase()}`}>
      <SeverityMark severity={incident.severity} />
      <span class="what">
        <a href={href(`/incidents/${incident.short_id}`)}>
          <span class="id">{incident.short_id}</span> {incident.title}
        </a>
        <span class="soft">
          {incident.service_name} · <Moment at={incident.created_at} /> ·{" "}
          {say("incidents.alerts", { firing: incident.firing_count, count: incident.alert_count })}
        </span>
      </span>
      <StatusMark status={incident.status} />
      <span class="acts">
        {ACTS.filter((what) => offered(me, incident, what)).map((what) => (
          <button key={what} type="button" onClick={() => act(what)}>
            {say(`incident.${what}`)}
            <span class="unseen"> {incident.short_id}</span>
          </button>
        ))}
      </span>
    </li>
  );
}

/** Whether somebody is at the list: then its rows stay where they are. */
function isRead(list: HTMLElement | null): boolean {
  return list !== null && (scrollY > 0 || list.contains(document.activeElement) || list.matches(":hover"));
}

function sameRows(before: Loaded, after: Loaded): boolean {
  return before.items.length === after.items.length && before.items.every((one, i) => one.id === after.items.at(i)?.id);
}
