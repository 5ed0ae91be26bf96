import { useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { DeclareButton, Declaring } from "../declare/declare";
import { type Act, actOn, actOnMany, offered } from "../incident/act";
import { Merge } from "../merging/merge";
import type { PageProps } from "../pages";
import { may } from "../session/session";
import { Download } from "../shell/download";
import { announce } from "../shell/announce";
import { Person } from "../shell/face";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { Icon } from "../shell/icon";
import { DOWNLOAD } from "../shell/icons";
import { useActions } from "../shell/keys";
import { Loading } from "../shell/loading";
import { go, href, usePlace } from "../shell/router";
import { Rows, rowWithFocus } from "../shell/rows";
import { useStill } from "../shell/still";
import { Ago } from "../shell/time";
import { Title } from "../shell/title";
import { locale, say } from "../words";
import { Filters, totalOf, useCounts } from "./filters";
import { SeverityMark } from "./marks";
import { StatusMark } from "./status-mark";
import { ViewTabs } from "./view-tabs";
import { type Wish, wishOf } from "./wish";

const FIRST = 60;
const MORE = 120;
/** The most of one answer, and of the list. */
const PAGE = 500;
const MOST = 2_000;
/** In a storm the list is read so often, and a change after a rest shows at once. */
const GAP = 700;
const BURST = 4;
const ACTS = ["acknowledge", "resolve"] as const;
/** In a row: what is wanted most stands at the edge, and is always there. */
const BUTTONS = ["resolve", "acknowledge"] as const;

interface Loaded {
  key: string;
  items: Incident[];
  more: boolean;
}

/** The newest incidents that match the filters of the address, told of as they change. */
export function Incidents({ me }: PageProps) {
  const { query } = usePlace();
  const wish = wishOf(query);
  const key = JSON.stringify([wish.filters, wish.isNewestFirst]);
  const wanted = useRef({ key, count: FIRST });
  if (wanted.current.key !== key) wanted.current = { key, count: FIRST };
  const [shown, setShown] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const counted = useCounts(wish);
  const all = useRef<() => Promise<void>>(() => Promise.resolve());

  const load = async (signal?: AbortSignal): Promise<Loaded> => {
    const { count } = wanted.current;
    const loaded = await read(wish, count, signal);
    setFailure(null);
    setShown((before) => {
      if (before?.key !== key) announce(say("incidents.counted", { count: loaded.items.length }));
      return { key, ...loaded };
    });
    return { key, ...loaded };
  };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        await load(signal);
        return true;
      } catch (caught) {
        if (signal.aborted) return true;
        setFailure(caught);
        return false;
      }
    },
    key + tries,
    // A search reads much, so it is not repeated by itself.
    { again: wish.filters.search === "", gap: GAP, burst: BURST },
  );

  const current = shown?.key === key ? shown : null;
  const total = totalOf(counted, wish) ?? (current && !current.more ? current.items.length : null);
  return (
    <>
      <Title
        text={say("incidents.title")}
        actions={
          <>
            <Download look="button hide-phone" path="/metrics/export?period=30d&format=csv" name="imas-incidents.csv">
              <Icon of={DOWNLOAD} />
              {say("incidents.csv")}
            </Download>
            <DeclareButton me={me} look="primary" />
          </>
        }
      />
      <Declaring me={me} />
      <ViewTabs query={query} counted={counted} />
      {wish.isBehind && <p class="soft">{say("incidents.behind")}</p>}
      <Filters
        me={me}
        query={query}
        wish={wish}
        counted={counted}
        after={current && current.items.length > 0 && <Amount me={me} loaded={current} total={total} all={all} />}
      />
      <div>
        <div>
          {failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
          {!current && failure === null && <Loading />}
          {current?.items.length === 0 && <Empty wish={wish} />}
          {current && current.items.length > 0 && (
            <List
              key={key}
              me={me}
              loaded={current}
              all={all}
              change={(id, to) =>
                setShown(
                  (before) =>
                    before && {
                      ...before,
                      items: before.items.map((one) => (one.id === id ? { ...one, ...to } : one)),
                    },
                )
              }
              load={async (count) => {
                wanted.current.count = Math.max(wanted.current.count, Math.min(MOST, count));
                try {
                  return (await load()).items;
                } catch (caught) {
                  setFailure(caught);
                  return [];
                }
              }}
            />
          )}
        </div>
      </div>
    </>
  );
}

/** The first so many, in the order that the address asks for. */
async function read(wish: Wish, count: number, signal?: AbortSignal): Promise<Omit<Loaded, "key">> {
  const sort = wish.isNewestFirst ? "newest" : "severity";
  const items: Incident[] = [];
  let cursor: string | null = "";
  do {
    const limit = Math.min(PAGE, count - items.length);
    const query: Record<string, string | number> = { ...wish.filters, sort, limit, cursor };
    const answer: { items: Incident[]; next: string | null } = await call("GET /incidents", {
      query,
      ...(signal ? { signal } : {}),
    });
    items.push(...answer.items);
    cursor = answer.next;
  } while (cursor !== null && items.length < count);
  return { items, more: cursor !== null };
}

function Empty({ wish }: { wish: Wish }) {
  const { status, ...others } = wish.filters;
  const isAll = status === "" && Object.values(others).every((value) => value === "");
  return (
    <div class="empty">
      <p>{say(!wish.isFiltered ? "incidents.none.open" : isAll ? "incidents.none" : "incidents.none.filtered")}</p>
      {wish.isFiltered && (
        <button type="button" onClick={() => go("/incidents")}>
          {say("incidents.clear")}
        </button>
      )}
    </div>
  );
}

/** How many are shown, and the button that selects them all. */
function Amount({ me, loaded, total, all }: { me: Self; loaded: Loaded; total: number | null; all: All }) {
  const count = loaded.items.length;
  return (
    <>
      <p class="soft total">
        {total === null ? say("incidents.counted", { count }) : say("incidents.total", { shown: count, count: total })}
      </p>
      {loaded.items.some((one) => mayAct(me, one)) && (
        <button type="button" onClick={() => void all.current()}>
          {say("incidents.all")}
        </button>
      )}
    </>
  );
}

function mayAct(me: Self, one: Incident): boolean {
  return ACTS.some((what) => offered(me, one, what));
}

/** Selects all of the list; the list itself says how. */
interface All {
  current: () => Promise<void>;
}

interface ListProps {
  me: Self;
  loaded: Loaded;
  all: All;
  change: (id: string, to: Partial<Incident>) => void;
  load: (count: number) => Promise<Incident[]>;
}

function List({ me, loaded, all, change, load }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [, redraw] = useState(0);
  const [merging, setMerging] = useState<Incident[] | null>(null);
  const lastSelected = useRef(0);
  const still = useStill(list, loaded.key, loaded.items, (one) => one.id, selected.size > 0);
  const items = still.shown;
  const isActing = items.some((one) => mayAct(me, one));
  all.current = async () => {
    const every = loaded.more ? await load(PAGE) : items;
    setSelected(new Set(every.map((one) => one.id)));
  };

  const select = (index: number, range: boolean) => {
    const from = range ? Math.min(lastSelected.current, index) : index;
    const to = range ? Math.max(lastSelected.current, index) : index;
    lastSelected.current = index;
    setSelected((before) => {
      const now = new Set(before);
      for (const one of items.slice(from, to + 1)) {
        if (!range && before.has(one.id)) now.delete(one.id);
        else now.add(one.id);
      }
      return now;
    });
  };
  const chosen = items.filter((one) => selected.has(one.id));
  const mergeable = chosen.filter((one) => one.is_open && may(me, "incident.edit", one));
  const doAll = (what: Act) => {
    setSelected(new Set());
    void actOnMany(me, chosen, what, change);
  };
  const pressed = (pressedKey: string, index: number): boolean => {
    const what = pressedKey === "a" ? "acknowledge" : pressedKey === "r" ? "resolve" : null;
    const one = items[index];
    if (what === null || !one) return false;
    if (chosen.length > 0) doAll(what);
    else if (offered(me, one, what)) void actOn(me, one, what, (to) => change(one.id, to));
    else return false;
    return true;
  };
  useActions(() => {
    const at = chosen.length > 0 ? 0 : rowWithFocus(list.current);
    const of = chosen.length > 0 ? chosen : items.slice(at, at + 1);
    return ACTS.filter((what) => at >= 0 && of.some((one) => offered(me, one, what))).map((what) => ({
      key: what === "acknowledge" ? "a" : "r",
      label: say(`incident.${what}`) + (chosen.length > 0 ? "" : ` ${of[0]?.short_id ?? ""}`),
      run: () => void pressed(what === "acknowledge" ? "a" : "r", at),
    }));
  });
  return (
    <>
      {chosen.length > 0 && (
        <div class="row picked" role="group" aria-label={say("incidents.chosen", { count: chosen.length })}>
          <strong role="status">{say("incidents.chosen", { count: chosen.length })}</strong>
          {ACTS.filter((what) => chosen.some((one) => offered(me, one, what))).map((what) => (
            <button key={what} type="button" class="primary" onClick={() => doAll(what)}>
              {say(`incident.${what}`)}
            </button>
          ))}
          {mergeable.length > 1 && (
            <button type="button" onClick={() => setMerging(mergeable)}>
              {say("merge.open")}
            </button>
          )}
          <button type="button" onClick={() => setSelected(new Set())}>
            {say("incidents.chosen.none")}
          </button>
        </div>
      )}
      {merging && (
        <Merge
          incidents={merging}
          done={() => {
            setSelected(new Set());
            void load(items.length);
          }}
          close={() => setMerging(null)}
        />
      )}
      <div class="incident-heads" aria-hidden="true">
        <span>{say("incidents.severity")}</span>
        <span>{say("incidents.incident")}</span>
        <span>{say("incidents.status")}</span>
        <span class="service">{say("incident.service")}</span>
        <span class="lead">{say("incident.lead")}</span>
        <span class="age">{say("incidents.age")}</span>
        <span class="alerts">{say("nav.alerts")}</span>
      </div>
      <Rows
        label={say("incidents.list")}
        list={list}
        count={items.length}
        keyOf={(i) => items[i]?.id ?? ""}
        kindOf={(i) => `incident ${items[i]?.status.toLowerCase() ?? ""}`}
        newer={still.newer}
        onNewer={() => {
          still.catchUp();
          setSelected(new Set());
          redraw((before) => before + 1);
        }}
        selected={(i) => selected.has(items[i]?.id ?? "")}
        {...(isActing ? { onSelect: select } : {})}
        onKey={pressed}
        {...(loaded.more && loaded.items.length < MOST ? { onEnd: () => void load(loaded.items.length + MORE) } : {})}
        draw={(i) => {
          const one = items[i];
          return (
            one && (
              <Row
                incident={one}
                me={me}
                isSelected={selected.has(one.id)}
                select={isActing ? (range) => select(i, range) : null}
                act={(what) => void actOn(me, one, what, (to) => change(one.id, to))}
              />
            )
          );
        }}
      />
      {loaded.more && loaded.items.length >= MOST && <p class="soft">{say("incidents.most", { count: MOST })}</p>}
    </>
  );
}

/** What must be seen at any width: that it is a test, and that nobody could be found for it. */
function marksOf({ is_test, unrouted }: Incident): string {
  return [...(is_test ? [say("incidents.test")] : []), ...(unrouted === null ? [] : [say("incidents.unrouted")])].join(
    ", ",
  );
}

interface RowProps {
  incident: Incident;
  me: Self;
  isSelected: boolean;
  select: ((range: boolean) => void) | null;
  act: (what: Act) => void;
}

function Row({ incident, me, isSelected, select, act }: RowProps) {
  return (
    <>
      {select && (
        <input
          type="checkbox"
          aria-label={say("incidents.select", { id: incident.short_id })}
          checked={isSelected}
          onClick={(event) => select(event.shiftKey)}
        />
      )}
      <SeverityMark severity={incident.severity} />
      <span class="what">
        <a href={href(`/incidents/${incident.short_id}`)}>
          <span class="id">{incident.short_id}</span>{" "}
          {marksOf(incident) !== "" && (
            <>
              <strong>{marksOf(incident)}</strong>{" "}
            </>
          )}
          {incident.title}
        </a>
        {incident.tags.length > 0 && <span class="soft">{incident.tags.map((tag) => tag.name).join(", ")}</span>}
      </span>
      <StatusMark status={incident.status} />
      <span class="service">{incident.service_name}</span>
      <span class={incident.lead === null ? "lead soft" : "lead"}>
        {incident.lead === null ? say("incident.lead.none") : <Person name={incident.lead} />}
      </span>
      <Ago at={incident.created_at} isInRow />
      <span
        class="alerts"
        title={say("incidents.alerts", { firing: incident.firing_count, count: incident.alert_count })}
      >
        {incident.firing_count.toLocaleString(locale())}
      </span>
      <span class="acts">
        {BUTTONS.filter((what) => offered(me, incident, what)).map((what) => (
          <button
            key={what}
            type="button"
            class={what === "acknowledge" ? "always" : ""}
            aria-label={`${say(`incident.${what}`)} ${incident.short_id}`}
            onClick={() => act(what)}
          >
            {say(`incident.${what}`)}
          </button>
        ))}
      </span>
    </>
  );
}
