import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { PageProps } from "../pages";
import { Icon } from "../shell/icon";
import { FILTER } from "../shell/icons";
import { Popover } from "../shell/popover";
import { setQuery, usePlace } from "../shell/router";
import { Views } from "../shell/saved-views";
import { Title } from "../shell/title";
import { say, type Word } from "../words";
import { AlertGroups } from "./groups";
import { AlertList } from "./list";
import { Matchers } from "./matchers-field";
import { Narrow } from "./narrow";
import { type AlertView, MOST_COLUMNS, SORTS, viewOf } from "./view";

const BY = ["service", "team", "severity", "name", "source"] as const;

/** Alerts, by the filters of the address: one by one, or in groups. */
export function Alerts({ me }: PageProps) {
  const { query } = usePlace();
  const view = viewOf(query);
  return (
    <>
      <Title text={say("alerts.title")} />
      <Views me={me} page="alerts" />
      <search class="alert-filters" aria-label={say("alerts.filters")}>
        <Matchers matchers={view.matchers} filters={view.filters} />
        <Choices view={view} query={query} />
      </search>
      {view.by.length > 0 ? <AlertGroups view={view} /> : <AlertList view={view} me={me} />}
    </>
  );
}

/** How the list looks: which alerts, in which order or groups, and with which labels. */
function Choices({ view, query }: { view: AlertView; query: URLSearchParams }) {
  const by = view.by[0] ?? "";
  const groups = [...BY.map((one) => one as string), ...view.columns.map((label) => `label:${label}`)];
  if (by !== "" && !groups.includes(by)) groups.push(by);
  return (
    <div class="filters">
      <Popover
        label={
          <>
            <Icon of={FILTER} />
            {say("alerts.narrow")}
          </>
        }
      >
        <Narrow view={view} query={query} />
      </Popover>
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
      <label>
        {say("alerts.sort")}
        <select value={view.sort} onChange={(event) => setQuery({ sort: event.currentTarget.value })}>
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {say(`alerts.sort.${sort}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say("alerts.by")}
        <select value={by} onChange={(event) => setQuery({ by: event.currentTarget.value, selected: "" })}>
          <option value="">{say("alerts.by.none")}</option>
          {groups.map((one) => (
            <option key={one} value={one}>
              {one.startsWith("label:") ? one.slice("label:".length) : say(`alerts.by.${one}` as Word)}
            </option>
          ))}
        </select>
      </label>
      <Columns columns={view.columns} />
    </div>
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
