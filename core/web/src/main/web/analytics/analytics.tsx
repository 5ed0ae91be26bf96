import { call } from "../api/client";
import type { PageProps } from "../pages";
import { Download } from "../shell/download";
import { FilterRow } from "../shell/filter-row";
import { Popover } from "../shell/popover";
import { Ready, type Read, useRead } from "../shell/read";
import { setQuery, usePlace } from "../shell/router";
import { Icon } from "../shell/icon";
import { DOWNLOAD } from "../shell/icons";
import { Title } from "../shell/title";
import { say } from "../words";
import { Causes } from "./causes";
import { Heat, Medians, Trend } from "./charts";
import { Fairness } from "./fairness";
import { eachOf, granularityOf, ownersOf, PERIODS, queryOf, SEVERITIES, type Wish, wishOf } from "./figures";
import { Kpis } from "./kpis";
import { People } from "./people";
import { ByService, Noise, Offenders } from "./services";
import { SettingsForm, Targets } from "./settings";
import { Suspects } from "./suspects";

const MOST_SERVICES = 50;

/** What a tenant's incidents were like over a time: how many, how soon, when, where from, and what was noise. */
export function Analytics({ me }: PageProps) {
  const wish = wishOf(usePlace().query);
  const query = queryOf(wish);
  const owners = ownersOf(wish);
  const key = JSON.stringify(query);
  const summary = useRead(key, (signal) => call("GET /metrics/summary", { query, signal }));
  const granularity = granularityOf(wish);
  const trend = useRead(key + granularity, (signal) =>
    call("GET /metrics/trend", { query: { ...query, granularity }, signal }),
  );
  const previous = summary.value?.previous ?? null;
  const before = useRead(`${key}${granularity}${previous?.from}${previous?.to}`, (signal) => {
    if (previous === null) return Promise.resolve(null);
    const { period: _, ...rest } = query;
    return call("GET /metrics/trend", {
      query: { ...rest, start_date: previous.from, end_date: previous.to, granularity },
      signal,
    });
  });
  const causes = useRead(key, (signal) =>
    call("GET /metrics/trend", { query: { ...query, granularity: "week", by: "cause", limit: 50 }, signal }),
  );
  const settings = useRead("settings", (signal) => call("GET /metrics/settings", { signal }));
  const isByPerson = settings.value?.by_person ?? false;
  const heat = useRead(key, (signal) => call("GET /metrics/heatmap", { query, signal }));
  const offenders = useRead(key, (signal) => call("GET /metrics/top-offenders", { query, signal }));
  const ranked = useRead(key, (signal) =>
    call("GET /metrics/by-service", { query: { ...query, limit: MOST_SERVICES }, signal }),
  );
  const people = useRead(`${key}${isByPerson}`, (signal) => {
    if (!isByPerson) return Promise.resolve(null);
    const { service: _, ...ofTeam } = owners;
    return call("GET /metrics/by-person", { query: ofTeam, signal });
  });
  const noise = useRead(key, (signal) => call("GET /metrics/noise", { query: owners, signal }));
  return (
    <>
      <Title
        text={say("analytics.title")}
        actions={
          <Download
            look="button"
            path={`/metrics/export?${new URLSearchParams({ ...owners, format: "csv" })}`}
            name="imas-incidents.csv"
          >
            <Icon of={DOWNLOAD} />
            {say("analytics.csv")}
          </Download>
        }
      />
      <Choices wish={wish} mayServices={me.permissions.includes("service.read")} />
      {wish.isHalf && (
        <p role="status" class="fault">
          {say("analytics.half", { period: say(`analytics.period.${wish.period as (typeof PERIODS)[number]}`) })}
        </p>
      )}
      <Ready read={summary}>{(value) => <Kpis summary={value} trend={trend.value} wish={wish} />}</Ready>
      <Part id="analytics-trend" title={say(`analytics.trend.${granularity}`)} read={trend}>
        {(value) => (
          <>
            <Trend trend={value} before={before.value} asTable={wish.asTable} bySeverity={wish.bySeverity} />
            {!wish.asTable && <Medians trend={value} before={before.value} of="tta" />}
            {!wish.asTable && <Medians trend={value} before={before.value} of="ttr" />}
          </>
        )}
      </Part>
      <Part id="analytics-targets" title={say("analytics.targets")} read={summary}>
        {({ targets }) => <Targets targets={targets} />}
      </Part>
      {me.permissions.includes("notification.manage") && settings.value !== null && (
        <SettingsForm
          key={settings.value.version}
          settings={settings.value}
          done={() => {
            settings.again();
            summary.again();
          }}
        />
      )}
      <Part id="analytics-causes" title={say("analytics.causes")} read={causes}>
        {(value) => <Causes trend={value} wish={wish} />}
      </Part>
      <Part id="analytics-suspects" title={say("analytics.suspects")} read={summary}>
        {({ from, to }) => <Suspects from={from} to={to} service={wish.service} />}
      </Part>
      <Part id="analytics-heat" title={say("analytics.heat")} read={heat}>
        {(value) => <Heat heat={value} asTable={wish.asTable} />}
      </Part>
      <Part id="analytics-offenders" title={say("analytics.offenders")} read={offenders}>
        {(value) => <Offenders offenders={value} wish={wish} />}
      </Part>
      <Part id="analytics-services" title={say("analytics.services")} read={ranked}>
        {(value) => <ByService ranked={value} wish={wish} />}
      </Part>
      <Part id="analytics-noise" title={say("analytics.noise")} read={noise}>
        {(value) => <Noise noise={value} />}
      </Part>
      <Part id="analytics-people" title={say("analytics.people")} read={people}>
        {(value) =>
          value === null ? <p>{say("analytics.people.off")}</p> : <People people={value} asTable={wish.asTable} />
        }
      </Part>
      {me.permissions.includes("on_call.read") && (
        <Part id="analytics-fair" title={say("analytics.fair")} read={summary}>
          {({ from, to }) =>
            wish.team === "" ? (
              <p>{say("analytics.fair.choose")}</p>
            ) : (
              <Fairness team={wish.team} from={from} to={to} asTable={wish.asTable} />
            )
          }
        </Part>
      )}
    </>
  );
}

interface PartProps<T> {
  id: string;
  title: string;
  read: Read<T>;
  children: (value: T) => preact.ComponentChildren;
}

function Part<T>({ id, title, read, children }: PartProps<T>) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Ready read={read}>{children}</Ready>
    </section>
  );
}

/** The time, whose incidents, and whether charts are tables. All of it stands in the address. */
function Choices({ wish, mayServices }: { wish: Wish; mayServices: boolean }) {
  const named = useRead("named", async (signal) => {
    if (!mayServices) return null;
    const [services, teams, { causes }] = await Promise.all([
      call("GET /services", { query: { limit: 500 }, signal }),
      call("GET /teams", { query: { limit: 500 }, signal }),
      call("GET /causes", { signal }),
    ]);
    return {
      services: services.items.map(({ name }) => name),
      teams: teams.items.map(({ name }) => name),
      causes: causes.flatMap((one) => [one, ...one.causes]),
    };
  }).value;
  const chosen = [wish.service, wish.team, wish.severity, wish.cause, wish.inBusiness ? "business" : ""];
  const active = chosen.filter((one) => one !== "").length;
  return (
    <FilterRow label={say("analytics.filters")} look="fields" active={active} search={<Periods wish={wish} />}>
      {() => (
        <>
          <Choice name="service" value={wish.service} all={named?.services ?? []} any={say("analytics.service.any")} />
          <Choice name="team" value={wish.team} all={named?.teams ?? []} any={say("analytics.team.any")} />
          <label>
            {say("analytics.severity")}
            <select value={wish.severity} onChange={(event) => setQuery({ severity: event.currentTarget.value })}>
              <option value="">{say("analytics.severity.any")}</option>
              {SEVERITIES.map((one) => (
                <option key={one} value={one}>
                  {one.toUpperCase()}
                </option>
              ))}
            </select>
          </label>
          <label>
            {say("analytics.cause")}
            <select value={wish.cause} onChange={(event) => setQuery({ cause: event.currentTarget.value })}>
              <option value="">{say("analytics.cause.any")}</option>
              <option value="unknown">{say("analytics.cause.unknown")}</option>
              {(named?.causes ?? []).map(({ key, label }) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={wish.inBusiness}
              onChange={(event) => setQuery({ hours: event.currentTarget.checked ? "business" : "" })}
            />{" "}
            {say("analytics.business")}
          </label>
          <label>
            {say("analytics.each")}
            <select value={granularityOf(wish)} onChange={(event) => setQuery({ each: event.currentTarget.value })}>
              {eachOf(wish).map((one) => (
                <option key={one} value={one}>
                  {say(`analytics.each.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={wish.bySeverity}
              onChange={(event) => setQuery({ split: event.currentTarget.checked ? "severity" : "" })}
            />{" "}
            {say("analytics.bySeverity")}
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={wish.asTable}
              onChange={(event) => setQuery({ as: event.currentTarget.checked ? "table" : "" })}
            />{" "}
            {say("analytics.asTable")}
          </label>
        </>
      )}
    </FilterRow>
  );
}

/** A button for each usual period, and two days for any other. */
function Periods({ wish }: { wish: Wish }) {
  const usual = PERIODS.filter((one) => BUTTONS.has(one) || one === wish.period);
  return (
    <div class="segments" role="group" aria-label={say("analytics.period")}>
      {usual.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={wish.period === one}
          onClick={() => setQuery({ period: one, from: "", to: "" })}
        >
          {say(`analytics.period.${one}`)}
        </button>
      ))}
      <Popover look={wish.period === "" ? "chosen-one" : ""} label={say("analytics.period.dates")}>
        <div class="filters">
          <label>
            {say("analytics.start")}
            <input type="date" value={wish.start} onChange={(event) => setQuery({ from: event.currentTarget.value })} />
          </label>
          <label>
            {say("analytics.end")}
            <input type="date" value={wish.end} onChange={(event) => setQuery({ to: event.currentTarget.value })} />
          </label>
        </div>
      </Popover>
    </div>
  );
}

/** What most ask for; the others of the API stand here while the address asks for them. */
const BUTTONS: ReadonlySet<string> = new Set(["7d", "30d", "90d", "1y", "3y"]);

function Choice({ name, value, all, any }: { name: "service" | "team"; value: string; all: string[]; any: string }) {
  return (
    <label>
      {say(`analytics.${name}`)}
      <select value={value} onChange={(event) => setQuery({ [name]: event.currentTarget.value })}>
        <option value="">{any}</option>
        {(all.includes(value) || value === "" ? all : [value, ...all]).map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
