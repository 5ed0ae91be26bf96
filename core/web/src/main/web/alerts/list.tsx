import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Problem, Self } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { announce } from "../shell/announce";
import { Failure, inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { useActions } from "../shell/keys";
import { go, href, setQuery } from "../shell/router";
import { Rows, rowWithFocus } from "../shell/rows";
import { useStill } from "../shell/still";
import { Ago } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { plain } from "../shell/plain";
import { say } from "../words";
import { HiddenMarks, severityOf } from "./marks";
import { type LoadedAlerts, MOST_PAGES, readAlerts, tellingLabels } from "./read";
import { type AlertRow, incidentsOf } from "./rows";
import { maySilence, SilenceLink, silenceOf } from "./silence";
import type { AlertView } from "./view";

/** As many as one request acts on. */
const MOST_SELECTED = 100;

/** What became of one of several incidents. */
interface Result {
  ref: string;
  status: number;
  problem?: Problem;
}

/** Whether to offer an acknowledgement of alerts' incidents. The server decides for each. */
export function mayAcknowledge(me: Self): boolean {
  const permission = "incident.acknowledge";
  return me.permissions.includes(permission) || me.grants.some((grant) => grant.permission === permission);
}

/** Acknowledges incidents, and says what became of it, with what takes it back. */
export async function acknowledge(ids: string[]): Promise<void> {
  try {
    const { items, succeeded } = await call("POST /incidents/actions", { body: { action: "acknowledge", ids } });
    const results = items as Result[];
    const done = results.filter((one) => one.status === 200).map((one) => one.ref);
    const fault = results.find((one) => one.problem)?.problem;
    if (fault)
      toastFailure(`${say("alerts.acknowledged.some", { count: succeeded, of: ids.length })} ${plain(fault.detail)}`);
    else {
      toast(say("alerts.acknowledged", { count: succeeded }), () => {
        call("POST /incidents/actions", { body: { action: "unacknowledge", ids: done } })
          .then(() => toast(say("alerts.unacknowledged", { count: done.length })))
          .catch((failure: unknown) => toastFailure(inWords(failure).text));
      });
    }
  } catch (failure) {
    toastFailure(inWords(failure).text);
  }
}

/** The alerts that the filters leave, one by one. */
export function AlertList({
  view,
  me,
  tell,
}: {
  view: AlertView;
  me: Self;
  /** Is told what was read, and null while nothing is. */
  tell: (loaded: LoadedAlerts | null) => void;
}) {
  const key = JSON.stringify([view.filters, view.columns, view.sort]);
  const [read, setRead] = useState<{ key: string; loaded: LoadedAlerts } | null>(null);
  const [wanted, setWanted] = useState({ key, pages: 1 });
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const list = useRef<HTMLUListElement>(null);
  const last = useRef<number | null>(null);
  const pages = wanted.key === key ? wanted.pages : 1;
  const known = useRef<string | null>(null);
  // Where nobody has chosen labels, those are shown that tell equal names apart.
  const [telling, setTelling] = useState<{ key: string; labels: string[] }>({ key: "", labels: [] });
  const columns = view.columns.length > 0 || telling.key !== key ? view.columns : telling.labels;
  useEffect(() => {
    if (view.columns.length > 0) return;
    const abort = new AbortController();
    tellingLabels(view, abort.signal).then(
      (labels) => !abort.signal.aborted && labels.length > 0 && setTelling({ key, labels }),
      () => {}, // The list is read all the same.
    );
    return () => abort.abort();
  }, [key]);

  useLive(
    ["alert", "incident"],
    async (signal) => {
      try {
        await readAlerts(view, columns, pages, known.current !== key, signal, (loaded) => {
          if (known.current !== key) announce(totalInWords(loaded));
          known.current = key;
          setFailure(null);
          setRead({ key, loaded });
        });
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    `${key}${pages}/${tries}/${columns.join()}`,
    { gap: 1_000 },
  );

  const loaded = read?.key === key ? read.loaded : null;
  useEffect(() => tell(loaded), [loaded]);
  const { shown, newer, catchUp } = useStill(list, key, loaded?.rows ?? NONE, keyOf, view.selected.size > 0);

  const select = (to: Iterable<number>) => {
    const chosen = [...to];
    if (chosen.length > MOST_SELECTED) announce(say("alerts.selected.most", { count: MOST_SELECTED }));
    setQuery({ selected: chosen.slice(0, MOST_SELECTED).join(",") });
  };
  const toggle = (index: number, range: boolean) => {
    const to = new Set(view.selected);
    const from = range && last.current !== null ? shown.findIndex((row) => row.number === last.current) : -1;
    const number = (shown[index] as AlertRow).number;
    if (from >= 0) {
      for (let i = Math.min(from, index); i <= Math.max(from, index); i++) to.add((shown[i] as AlertRow).number);
    } else if (!to.delete(number)) to.add(number);
    last.current = number;
    select(to);
  };
  const onKey = (pressed: string, index: number) => {
    const row = shown[index] as AlertRow;
    if (pressed === "w") {
      go(`/alerts/${row.number}?why=1`);
      return true;
    }
    if (pressed === "s" && maySilence(me, row)) {
      go(silenceOf(row.key));
      return true;
    }
    if (pressed !== "a" || !mayAcknowledge(me)) return false;
    const ids =
      view.selected.size > 0 ? incidentsOf(shown, view.selected) : row.incident === null ? [] : [row.incident];
    if (ids.length > 0) void acknowledge(ids);
    return true;
  };

  useActions(() => {
    const at = rowWithFocus(list.current);
    const row = shown[at];
    const ids = view.selected.size > 0 ? incidentsOf(shown, view.selected) : row?.incident ? [row.incident] : [];
    const ofRow = row
      ? [
          { key: "w", label: say("alert.why"), run: () => void onKey("w", at) },
          ...(maySilence(me, row) ? [{ key: "s", label: say("alerts.silence"), run: () => void onKey("s", at) }] : []),
        ]
      : [];
    if (ids.length === 0 || !mayAcknowledge(me)) return ofRow;
    const label =
      view.selected.size > 0
        ? say("alerts.acknowledge", { count: ids.length })
        : say("alert.acknowledge", { id: ids[0] ?? "" });
    return [{ key: "a", label, run: () => void onKey("a", Math.max(0, at)) }, ...ofRow];
  });

  if (!loaded) {
    return failure === null ? (
      <p role="status">{say("loading")}</p>
    ) : (
      <Failure failure={failure} again={() => setTries(tries + 1)} />
    );
  }
  return (
    <>
      {failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
      {view.selected.size > 0 && (
        <div class="row selection" role="group" aria-label={say("alerts.selection")}>
          <strong>{say("alerts.selected", { count: view.selected.size })}</strong>
          {mayAcknowledge(me) && incidentsOf(shown, view.selected).length > 0 && (
            <button type="button" class="primary" onClick={() => void acknowledge(incidentsOf(shown, view.selected))}>
              {say("alerts.acknowledge", { count: incidentsOf(shown, view.selected).length })}
            </button>
          )}
          <button type="button" onClick={() => select([])}>
            {say("alerts.selected.none")}
          </button>
        </div>
      )}
      {loaded.rows.length === 0 && shown.length === 0 && <Empty isFiltered={view.isFiltered} />}
      {shown.length > 0 && (
        <Rows
          list={list}
          label={say("alerts.list")}
          count={shown.length}
          keyOf={(i) => keyOf(shown[i] as AlertRow)}
          draw={(i) => {
            const row = shown[i] as AlertRow;
            return (
              <Row
                row={row}
                columns={loaded.columns}
                isChosen={view.columns.length > 0}
                isSelected={view.selected.has(row.number)}
                isOffered={maySilence(me, row)}
                select={() => toggle(i, false)}
              />
            );
          }}
          kindOf={(i) => `alert ${(shown[i] as AlertRow).status.toLowerCase()}`}
          newer={newer}
          onNewer={() => {
            catchUp();
            draw(0);
          }}
          selected={(i) => view.selected.has((shown[i] as AlertRow).number)}
          onSelect={toggle}
          onKey={onKey}
          onEnd={() => {
            if (loaded.hasMore && pages < MOST_PAGES) setWanted({ key, pages: pages + 1 });
          }}
        />
      )}
      {loaded.hasMore && pages >= MOST_PAGES && <p class="soft">{say("alerts.most", { count: loaded.rows.length })}</p>}
    </>
  );
}

const NONE: readonly AlertRow[] = [];

function keyOf(row: AlertRow): string {
  return row.key;
}

function totalInWords({ total }: LoadedAlerts): string {
  return say(total.exact ? "alerts.total" : "alerts.total.more", { count: total.count });
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  return (
    <div class="empty">
      <p>{say(isFiltered ? "alerts.none.filtered" : "alerts.none")}</p>
      {isFiltered && (
        <button type="button" onClick={() => go("/alerts")}>
          {say("alerts.clear")}
        </button>
      )}
    </div>
  );
}

function Row({
  row,
  columns,
  isChosen,
  isSelected,
  isOffered,
  select,
}: {
  row: AlertRow;
  columns: readonly string[];
  /** Whether somebody wants these columns: then a row says that it has none of it. */
  isChosen: boolean;
  isSelected: boolean;
  isOffered: boolean;
  select: () => void;
}) {
  return (
    <>
      <input
        type="checkbox"
        checked={isSelected}
        aria-label={say("alerts.select", { name: row.name, number: String(row.number) })}
        onChange={select}
      />
      <SeverityMark severity={severityOf(row.severity)} />
      <span class="what">
        <a href={href(`/alerts/${row.number}`)}>{row.name}</a>
        <span class="soft">
          {row.service.name ?? say("alerts.service.gone")} ·{" "}
          <Ago at={new Date(row.since * 1000).toISOString()} isInRow />
          {columns.map(
            (column, i) =>
              (isChosen || (row.labels[i] ?? null) !== null) && (
                <span key={column}>
                  {" "}
                  · {column}={row.labels[i] ?? "—"}
                </span>
              ),
          )}
        </span>
      </span>
      <HiddenMarks kinds={row.hiddenBy} status={row.status} />
      {row.incident === null ? (
        <span class="soft">{say("alerts.incident.none")}</span>
      ) : (
        <a class="id" href={href(`/incidents/${row.incident}`)}>
          {row.incident}
        </a>
      )}
      {isOffered && <SilenceLink alert={row.key} name={row.name} label={say("alerts.silence")} />}
    </>
  );
}
