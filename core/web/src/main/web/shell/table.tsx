import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Total } from "../api/schema";
import { say } from "../words";
import { announce } from "./announce";
import { Failure, inWords } from "./failure";
import { FilterRow, Narrowing } from "./filter-row";
import { Loading } from "./loading";
import { usePoll } from "./poll";
import { setQuery, usePlace } from "./router";
import { instantOf } from "./day";
import { Ago, Zone } from "./time";
import { toastFailure } from "./toast";
import { useTyped } from "./typed";

export interface Column<T> {
  title: string;
  show: (row: T) => ComponentChildren;
  isNumber?: boolean;
}

/**
 * A filter of the API by its name, which is also its name in the address. A day is one of UTC, so that an address shows
 * everybody the same; the API is asked for its first moment, or after `isEnd` for the next day's.
 */
export interface Filter {
  name: string;
  title: string;
  kind?: "text" | "day";
  isEnd?: boolean;
  choices?: ReadonlyArray<readonly [value: string, title: string]>;
}

export interface PageOf<T> {
  items: T[];
  next?: string | null;
  total?: Total | undefined;
}

export interface TableProps<T> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: ReadonlyArray<Column<T>>;
  id: (row: T) => string;
  read: (query: Record<string, string | number>, signal?: AbortSignal) => Promise<PageOf<T>>;
  /** The text where there is nothing at all. */
  none: string;
  filters?: readonly Filter[];
  /** What may be done with a row. */
  acts?: (row: T) => ComponentChildren;
  /** Another number reads the table again. */
  turn?: number;
  /** Milliseconds after which it is read again by itself; 0: never. */
  every?: number;
}

interface Shown<T> {
  key: string;
  items: T[];
  next: string | null;
  total: Total | undefined;
  at: string;
}

const PAGE = 50;
const MOST = 200;

/** A table of a list of the API: its filters stand in the address, and a cursor leads on. A card for each row on a phone. */
export function Table<T>(props: TableProps<T>) {
  const { filters = [], read, turn = 0, every = 0 } = props;
  const { query } = usePlace();
  const asked: Record<string, string> = {};
  for (const { name, kind, isEnd } of filters) {
    const value = query.get(name) ?? "";
    if (value !== "") asked[name] = kind === "day" ? instantOf(value, isEnd ?? false) : value;
  }
  const key = JSON.stringify(asked);
  const [shown, setShown] = useState<Shown<T> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const [busy, setBusy] = useState(false);
  const now = shown?.key === key ? shown : null;

  usePoll(
    every,
    async (signal) => {
      try {
        // What was there stays there.
        const limit = Math.min(MOST, Math.max(PAGE, now?.items.length ?? 0));
        const { items, next, total } = await read({ ...asked, limit }, signal);
        if (signal.aborted) return;
        setShown({ key, items, next: next ?? null, total, at: new Date().toISOString() });
        setFailure(null);
        if (!now) announce(say("table.shown", { count: items.length }));
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    `${key} ${turn} ${tries}`,
  );

  const more = async (cursor: string) => {
    if (busy) return;
    setBusy(true);
    try {
      const { items, next } = await read({ ...asked, limit: PAGE, cursor });
      setShown((before) =>
        before?.key === key ? { ...before, items: [...before.items, ...items], next: next ?? null } : before,
      );
      announce(say("table.added", { count: items.length }));
    } catch (caught) {
      toastFailure(inWords(caught).text);
    } finally {
      setBusy(false);
    }
  };

  const isFiltered = Object.keys(asked).length > 0;
  const clear = () => setQuery(Object.fromEntries(filters.map(({ name }) => [name, ""])));
  return (
    <>
      {filters.length > 0 && (
        <FilterRow
          label={say("table.filters")}
          look="fields"
          active={Object.keys(asked).length}
          after={now && now.items.length > 0 && <p class="soft total">{counted(now)}</p>}
        >
          {(isSheet) => <Filters filters={filters} query={query} isSheet={isSheet} />}
        </FilterRow>
      )}
      {failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
      {failure !== null && now && (
        <p class="soft">
          {say("table.old")} <Ago at={now.at} />
        </p>
      )}
      {!now && failure === null && <Loading lines={5} />}
      {now?.items.length === 0 && (
        <div class="empty">
          <p>{isFiltered ? say("table.filtered") : props.none}</p>
          {isFiltered && (
            <button type="button" onClick={clear}>
              {say("table.clear")}
            </button>
          )}
        </div>
      )}
      {now && now.items.length > 0 && <Grid {...props} rows={now.items} />}
      {now && now.items.length > 0 && (filters.length === 0 || now.next !== null) && (
        <p class="row">
          {filters.length === 0 && <span class="soft">{counted(now)}</span>}
          {now.next !== null && (
            <button type="button" aria-disabled={busy} onClick={() => now.next && void more(now.next)}>
              {say("table.more")}
            </button>
          )}
        </p>
      )}
    </>
  );
}

function counted({ items, next, total }: { items: unknown[]; next: string | null; total: Total | undefined }): string {
  if (total) {
    return say(total.exact ? "table.ofAll" : "table.ofMore", { count: items.length, total: total.count });
  }
  return say(next === null ? "table.all" : "table.shown", { count: items.length });
}

/** Rows that are there already. Roles are said in words too, since cards take them from the elements. */
export function Grid<T>({
  label,
  columns,
  id,
  acts,
  rows,
}: Pick<TableProps<T>, "label" | "columns" | "id" | "acts"> & { rows: readonly T[] }) {
  const table = useRef<HTMLTableElement>(null);
  const [hasTimes, setHasTimes] = useState(false);
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const box = table.current?.parentElement;
    setHasTimes(table.current?.querySelector("time:not([data-ago])") != null);
    // What scrolls must be a stop for the keyboard, and nothing else.
    setWide(box != null && box.scrollWidth > box.clientWidth);
  });
  return (
    <>
      <div class="scroll" role="group" aria-label={label} tabIndex={isWide ? 0 : undefined}>
        <table ref={table} class="grid" role="table" aria-label={label}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map(({ title, isNumber }) => (
                <th key={title} role="columnheader" scope="col" class={isNumber ? "number" : undefined}>
                  {title}
                </th>
              ))}
              {acts && (
                <th role="columnheader" scope="col" class="doing">
                  {say("table.acts")}
                </th>
              )}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => (
              <tr key={id(row)} role="row" data-id={id(row)}>
                {columns.map(({ title, show, isNumber }) => (
                  <td key={title} role="cell" class={isNumber ? "number" : undefined} data-title={title}>
                    <span>{show(row)}</span>
                  </td>
                ))}
                {acts && (
                  <td role="cell" class="acts">
                    <span class="doings">{acts(row)}</span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasTimes && (
        <p class="foot">
          <Zone />
        </p>
      )}
    </>
  );
}

/** So many filters have room in the row; the others open below a button. */
const IN_ROW = 5;

function Filters({
  filters,
  query,
  isSheet,
}: {
  filters: readonly Filter[];
  query: URLSearchParams;
  isSheet: boolean;
}) {
  // One alone needs no button.
  const inRow = isSheet || filters.length <= IN_ROW + 1 ? filters.length : IN_ROW;
  const others = filters.slice(inRow);
  return (
    <>
      <Fields filters={filters.slice(0, inRow)} query={query} />
      {others.length > 0 && (
        <Narrowing isSheet={isSheet} active={others.filter(({ name }) => query.get(name)).length}>
          <div class="filters">
            <Fields filters={others} query={query} />
          </div>
        </Narrowing>
      )}
    </>
  );
}

function Fields({ filters, query }: { filters: readonly Filter[]; query: URLSearchParams }) {
  return (
    <>
      {filters.map((filter) => (
        <label key={filter.name}>
          {filter.title}
          {filter.choices ? (
            <select
              name={filter.name}
              value={query.get(filter.name) ?? ""}
              onChange={(event) => setQuery({ [filter.name]: event.currentTarget.value })}
            >
              <option value="">{say("table.any")}</option>
              {filter.choices.map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          ) : (
            <Typed filter={filter} asked={query.get(filter.name) ?? ""} />
          )}
        </label>
      ))}
    </>
  );
}

function Typed({ filter, asked }: { filter: Filter; asked: string }) {
  const [typed, setTyped] = useTyped(asked, (text) => setQuery({ [filter.name]: text }));
  return (
    <input
      name={filter.name}
      type={filter.kind === "day" ? "date" : "search"}
      value={typed}
      onInput={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
