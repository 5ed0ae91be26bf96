import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { ChosenFacets, type Facet, Facets } from "../shell/facets";
import { useLive } from "../shell/feed";
import { FilterRow, Narrowing } from "../shell/filter-row";
import { useKey } from "../shell/keys";
import { Icon } from "../shell/icon";
import { SEARCH } from "../shell/icons";
import { go, setQuery } from "../shell/router";
import { useViews, Views } from "../shell/saved-views";
import { useTyped } from "../shell/typed";
import { say, type Word } from "../words";
import { NEWEST, SEVERITIES, short, STATUSES, statusInAddress, type Wish } from "./wish";

/** Counting reads more than the list, and nobody needs it as often. */
const GAP = 5_000;

export type Counted = Answer<"GET /incidents/facets">["facets"];

/** The filters of the list, which are those of the address, with how many incidents each leads to. */
export function Filters({
  me,
  query,
  wish,
  counted,
  after,
}: {
  me: Self;
  query: URLSearchParams;
  wish: Wish;
  counted: Counted | null;
  after: ComponentChildren;
}) {
  const field = useRef<HTMLInputElement>(null);
  const asked = query.get("search") ?? "";
  const [typed, setTyped] = useTyped(asked, (search) => setQuery({ search }));
  const views = useViews("incidents");
  const facets = facetsOf(counted, wish);
  const active = facets.filter(({ name }) => query.get(name)).length;
  useKey("/", () => field.current?.focus(), say("incidents.search"));
  return (
    <FilterRow
      label={say("incidents.filters")}
      active={active}
      search={
        <label class="searchbox">
          <span class="unseen">{say("incidents.search")}</span>
          <Icon of={SEARCH} />
          <input
            ref={field}
            type="search"
            placeholder={say("incidents.search")}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      }
      after={after}
    >
      {(isSheet) => (
        <>
          <Narrowing isSheet={isSheet} active={active}>
            <Facets facets={facets} query={query} />
            {wish.isFiltered && (
              <button type="button" onClick={() => go("/incidents")}>
                {say("incidents.clear")}
              </button>
            )}
          </Narrowing>
          <label class="order">
            <span class="unseen">{say("incidents.order")}</span>
            <select
              value={query.get("order") ?? ""}
              onChange={(event) => setQuery({ order: event.currentTarget.value })}
            >
              <option value="">{say("incidents.order.severity")}</option>
              <option value={NEWEST}>{say("incidents.order.newest")}</option>
            </select>
          </label>
          <Views me={me} page="incidents" {...views} />
          <ChosenFacets facets={facets} query={query} />
        </>
      )}
    </FilterRow>
  );
}

/** How many there are, by each facet; nothing for a text and what is kept beside incidents, by which the counts do not go. */
export function useCounts(wish: Wish): Counted | null {
  const { status, severity, service, team, held, tag, is_test, unrouted } = wish.filters;
  const { search, field, missing_fields: missing, cause } = wish.filters;
  const filters = { status, severity, service, team, held, tag, is_test, unrouted };
  const isCounted = search + field + missing + cause === "" && !wish.isBehind;
  const [counted, setCounted] = useState<Counted | null>(null);
  useLive(
    ["incident"],
    async (signal) => {
      if (!isCounted) return;
      try {
        setCounted((await call("GET /incidents/facets", { query: filters, signal })).facets);
      } catch {
        setCounted(null); // The list itself says what is wrong.
      }
    },
    JSON.stringify(filters) + isCounted,
    { gap: GAP },
  );
  return isCounted ? counted : null;
}

/** How many the list has in all, if that is known. */
export function totalOf(counted: Counted | null, wish: Wish): number | null {
  const statuses = counted?.find((facet) => facet.by === "status");
  if (!statuses) return null;
  return statuses.values.reduce((sum, { value, count }) => (wish.statuses.includes(value) ? sum + count : sum), 0);
}

function facetsOf(counted: Counted | null, wish: Wish): Facet[] {
  const countOf = (by: string, value: string) => {
    const facet = counted?.find((one) => one.by === by);
    return facet && (facet.values.find((one) => short(one.value) === short(value))?.count ?? 0);
  };
  const status: Facet = {
    name: "status",
    label: say("incidents.status"),
    values: STATUSES.map((value) => ({
      value,
      label: say(`status.${value}` as Word),
      count: countOf("status", value),
    })),
    has: wish.statuses,
    toAddress: statusInAddress,
  };
  const severity: Facet = {
    name: "severity",
    label: say("incidents.severity"),
    values: SEVERITIES.map((value) => ({ value, label: value, count: countOf("severity", value) })),
  };
  const named = (by: "service" | "team" | "tag", label: string): Facet => {
    const facet = counted?.find((one) => one.by === by);
    return {
      name: by,
      label,
      values: (facet?.values ?? []).map(({ value, count }) => ({ value, label: value, count })),
      others: facet?.others.values ?? 0,
      isSingle: true,
    };
  };
  const held: Facet = {
    name: "held",
    label: say("incident.storm"),
    values: [
      { value: "true", label: say("incidents.held") },
      { value: "false", label: say("incidents.held.not") },
    ],
    isSingle: true,
  };
  const test: Facet = {
    name: "is_test",
    label: say("incidents.test"),
    values: [
      { value: "true", label: say("incidents.test.only") },
      { value: "false", label: say("incidents.test.not") },
    ],
    isSingle: true,
  };
  const unrouted: Facet = {
    name: "unrouted",
    label: say("incidents.unrouted"),
    values: [{ value: "true", label: say("incidents.unrouted.only") }],
    isSingle: true,
  };
  const { tag } = wish.filters;
  const tags: Facet = {
    ...named("tag", say("incident.tags")),
    has: tag === "" ? [] : [tag],
    // A name may have a comma.
    toAddress: (values) => values.join(),
  };
  const isTagged = tags.values.length > 0 || tag !== "";
  return [
    status,
    severity,
    named("service", say("incident.service")),
    named("team", say("incident.team")),
    ...(isTagged ? [tags] : []),
    held,
    unrouted,
    test,
  ];
}
