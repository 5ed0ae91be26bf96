import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client";
import type { PageProps } from "../pages";
import { Failure } from "../shell/failure";
import { FilterRow, Narrowing } from "../shell/filter-row";
import { Popover } from "../shell/popover";
import { setQuery, usePlace } from "../shell/router";
import { useViews, Views } from "../shell/saved-views";
import { Title } from "../shell/title";
import { say, type Word } from "../words";
import { AlertList } from "./list";
import { Totals } from "./marks";
import { Matchers } from "./matchers-field";
import { Narrow } from "./narrow";
import type { LoadedAlerts } from "./read";
import { type AlertView, LABEL, MOST_COLUMNS, SORTS, viewOf } from "./view";

const BY = ["service", "team", "severity", "name", "source"] as const;

/** Alerts, by the filters of the address: one by one, or in groups. */
export function Alerts({ me }: PageProps) {
  const { query } = usePlace();
  const view = viewOf(query);
  const [loaded, setLoaded] = useState<LoadedAlerts | null>(null);
  const views = useViews("alerts");
  const active = [...query].filter(([name, value]) => value !== "" && isFilter(name)).length;
  return (
    <>
      <Title text={say("alerts.title")} />
      <FilterRow
        label={say("alerts.filters")}
        look="alert-filters"
        active={active}
        search={<Matchers matchers={view.matchers} filters={view.filters} />}
        after={loaded && view.by.length === 0 && <Amount loaded={loaded} />}
      >
        {(isSheet) => (
          <>
            <Narrowing isSheet={isSheet} active={active}>
              <Which query={query} />
              <Narrow view={view} query={query} />
            </Narrowing>
            <Choices view={view} />
            {isSheet ? (
              <Columns columns={view.columns} />
            ) : (
              <Popover label={say("alerts.columns.some")}>
                <Columns columns={view.columns} />
              </Popover>
            )}
            <Views me={me} page="alerts" {...views} />
          </>
        )}
      </FilterRow>
      {view.by.length > 0 ? <Groups view={view} /> : <AlertList view={view} me={me} tell={setLoaded} />}
    </>
  );
}

/** Groups, whose code is loaded only where somebody wants them. */
function Groups({ view }: { view: AlertView }) {
  const [View, setView] = useState<ComponentType<{ view: AlertView }> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    import("./groups").then(({ AlertGroups }) => setView(() => AlertGroups), setFailure);
  }, []);
  if (failure !== null) return <Failure failure={failure} />;
  return View === null ? <p role="status">{say("loading")}</p> : <View view={view} />;
}

const FILTERS = ["status", "severity", "service", "team", "name", "incident", "hidden"];

function isFilter(name: string): boolean {
  return FILTERS.includes(name) || name.startsWith(LABEL);
}

/** How many alerts there are, and how many are still to come into the list. */
function Amount({ loaded }: { loaded: LoadedAlerts }) {
  return (
    <p class="soft totals">
      <Totals total={loaded.total} />
      {loaded.pending > 0 && <> {say("alerts.pending", { count: loaded.pending })}</>}
    </p>
  );
}

/** Whether those that are over, and those that are muted, are in the list. */
function Which({ query }: { query: URLSearchParams }) {
  return (
    <div class="filters">
      <label>
        {say("alerts.which")}
        <select
          value={query.get("status") === "all" ? "all" : ""}
          onChange={(event) => setQuery({ status: event.currentTarget.value, selected: "" })}
        >
          <option value="">{say("alerts.which.firing")}</option>
          <option value="all">{say("alerts.which.all")}</option>
        </select>
      </label>
      <label>
        {say("alerts.hidden")}
        <select
          value={query.get("hidden") ?? ""}
          onChange={(event) => setQuery({ hidden: event.currentTarget.value, selected: "" })}
        >
          <option value="">{say("alerts.hidden.any")}</option>
          <option value="false">{say("alerts.hidden.no")}</option>
          <option value="true">{say("alerts.hidden.yes")}</option>
        </select>
      </label>
    </div>
  );
}

/** In which order or groups they are listed. */
function Choices({ view }: { view: AlertView }) {
  const by = view.by[0] ?? "";
  const groups = [...BY.map((one) => one as string), ...view.columns.map((label) => `label:${label}`)];
  if (by !== "" && !groups.includes(by)) groups.push(by);
  return (
    <>
      <label class="order">
        <span class="unseen">{say("alerts.sort")}</span>
        <select value={view.sort} onChange={(event) => setQuery({ sort: event.currentTarget.value })}>
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {say(`alerts.sort.${sort}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="order">
        <span>{say("alerts.by")}</span>{" "}
        <select value={by} onChange={(event) => setQuery({ by: event.currentTarget.value, selected: "" })}>
          <option value="">{say("alerts.by.none")}</option>
          {groups.map((one) => (
            <option key={one} value={one}>
              {one.startsWith("label:") ? one.slice("label:".length) : say(`alerts.by.${one}` as Word)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** The labels that each row shows, and by which the list can be narrowed down. */
function Columns({ columns }: { columns: string[] }) {
  const [names, setNames] = useState<string[]>([]);
  const [text, setText] = useState("");
  const set = (to: string[]) => setQuery({ columns: to.join(",") });
  const add = () => {
    const name = text.trim();
    if (name === "" || columns.includes(name) || columns.length >= MOST_COLUMNS) return;
    setText("");
    set([...columns, name]);
  };
  return (
    <form
      class="columns"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <label>
        {say("alerts.columns")}
        <input
          type="text"
          list="label-names"
          value={text}
          disabled={columns.length >= MOST_COLUMNS}
          onFocus={() => {
            // Without names one can still type.
            call("GET /labels", { query: { limit: 200 } })
              .then(({ items }) => setNames(items.map((one) => one.name)))
              .catch(() => setNames([]));
          }}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <datalist id="label-names">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button>{say("alerts.columns.add")}</button>
      {columns.length > 0 && (
        <ul class="chips" aria-label={say("alerts.columns.shown")}>
          {columns.map((name) => (
            <li key={name}>
              <code>{name}</code>
              <button
                type="button"
                aria-label={say("alerts.columns.remove", { name })}
                onClick={() => set(columns.filter((one) => one !== name))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
