import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { OnDuty } from "../cover/cover";
import { DeclareButton, Declaring } from "../declare/declare";
import { actOn, offered } from "../incident/act";
import { SeverityMark } from "../incidents/marks";
import type { PageProps } from "../pages";
import { BarChart } from "../shell/chart";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import { Ago, clockOf } from "../shell/time";
import { Title } from "../shell/title";
import { locale, say } from "../words";
import { useAsked } from "./asked";
import { type Fire, firesOf, growthOf } from "./figures";
import { Health } from "./health";
import { OnCallNow, UncalledTeams } from "./oncall";
import { Kpis, type Statuses, useStatuses } from "./kpis";
import { Paging } from "./paging";
import { Panel } from "./panel";
import { FirstSteps } from "./setup";

const SOON = 700;
const OFTEN = 3_000;
const SELDOM = 10_000;
const NEWEST = 10;
const MOST_SERVICES = 500;
const MOST_GROUPS = 12;
const HOUR = 3_600_000;
const LOW = 130;

/** What burns now, in groups rather than rows: it stays readable when fifty thousand alerts fire. */
export function Now({ me }: PageProps) {
  const mayAlerts = me.permissions.includes("alert.read");
  const fires = useAsked(
    ["alert"],
    async (signal) => {
      if (!mayAlerts) return null;
      const read = (by: string) =>
        call("GET /alerts/groups", { query: { status: "FIRING", by, limit: MOST_GROUPS }, signal });
      const [services, teams] = await Promise.all([read("service"), read("team")]);
      return { services, teams };
    },
    OFTEN,
  );
  const statuses = useStatuses();
  const burning = fires.value === null ? [] : firesOf(fires.value.teams.groups);
  return (
    <div class="now">
      <Title text={say("now.title")} shown={answerOf(statuses)} actions={<DeclareButton me={me} look="hide-phone" />} />
      <Declaring me={me} />
      <OnDuty me={me} />
      {me.permissions.includes("provider.manage") && <LinksLocal />}
      <FirstSteps me={me} />
      <Kpis me={me} statuses={statuses} />
      <div class="panels">
        <Newest me={me} />
        <Growing />
      </div>
      <div class="panels">
        {me.permissions.includes("on_call.read") && <OnCallNow teams={burning.flatMap(({ name }) => name ?? [])} />}
        {me.permissions.includes("on_call.read") && <UncalledTeams />}
        {mayAlerts && (
          <>
            <Panel id="now-services" title={say("now.services")} asked={fires}>
              {(value) => (
                <Fires
                  fires={firesOf(value?.services.groups ?? [])}
                  by="service"
                  others={value?.services.others.firing ?? 0}
                />
              )}
            </Panel>
            <Panel id="now-teams" title={say("now.teams")} asked={fires}>
              {(value) => (
                <Fires fires={firesOf(value?.teams.groups ?? [])} by="team" others={value?.teams.others.firing ?? 0} />
              )}
            </Panel>
            <Hidden />
          </>
        )}
        {me.permissions.includes("provider.read") && <Health me={me} />}
      </div>
    </div>
  );
}

/** Whether anything needs someone: what one comes to ask. */
function answerOf(statuses: Statuses | null): string {
  if (statuses === null) return say("now.title");
  const count = statuses.get("TRIGGERED") ?? 0;
  return count === 0 ? say("now.quiet") : say(count === 1 ? "now.needs.one" : "now.needs", { count });
}

/** Where nobody has said how people reach IMAS, the links of its messages lead nowhere. Who can mend it is told. */
function LinksLocal() {
  const { value } = useRead("installation", (signal) => call("GET /installation", { signal }));
  if (value === null || value.public_url !== null) return null;
  return <p class="banner warn">{say("now.links.local")}</p>;
}

/** The worst incidents that nobody has taken: the fire, and the button that takes it. */
function Newest({ me }: { me: Self }) {
  const asked = useAsked(
    ["incident"],
    async (signal) => {
      const [{ items }, { facets }] = await Promise.all([
        call("GET /incidents", {
          query: { status: "TRIGGERED", sort: "severity", escalation: "true", limit: NEWEST },
          signal,
        }),
        call("GET /incidents/facets", { query: { status: "TRIGGERED" }, signal }),
      ]);
      const valuesOf = (name: string) => facets.find((facet) => facet.by === name)?.values ?? [];
      const count = valuesOf("status").find(({ value }) => value === "TRIGGERED")?.count ?? 0;
      return { items, count, services: valuesOf("service") };
    },
    SOON,
  );
  const triage = useAsked(
    [],
    async (signal) => {
      if (!me.permissions.includes("service.read")) return null;
      const { items } = await call("GET /services", { query: { limit: MOST_SERVICES }, signal });
      return items.find((one) => one.is_triage)?.name ?? null;
    },
    SELDOM,
  ).value;
  const [changed, setChanged] = useState<Record<string, Partial<Incident>>>({});
  return (
    <Panel id="now-untaken" title={say("now.untaken")} asked={asked}>
      {({ items, count, services }) =>
        count === 0 ? (
          <p>{say("now.untaken.none")}</p>
        ) : (
          <>
            <p>
              <a href={href("/incidents?status=TRIGGERED")}>{say("now.untaken.all", { count })}</a>
            </p>
            <Unowned triage={triage} count={services.find(({ value }) => value === triage)?.count ?? 0} />
            <ul class="plain untaken">
              {items.map((before, i) => {
                const one = { ...before, ...changed[before.id] };
                return (
                  <li key={one.id}>
                    <SeverityMark severity={one.severity} />
                    <a href={href(`/incidents/${one.short_id}`)}>
                      <span class="id">{one.short_id}</span> {one.title}
                    </a>
                    <span class="soft">
                      {one.service.is_triage ? say("now.unowned") : `${one.service_name} · ${one.team.name}`} ·{" "}
                      <Ago at={one.created_at} />
                      {one.alert_count > 0 &&
                        ` · ${say("incidents.alerts", { firing: one.firing_count, count: one.alert_count })}`}
                    </span>
                    <Paging incident={one} />
                    {offered(me, one, "acknowledge") ? (
                      <button
                        type="button"
                        class={i === 0 ? "primary" : ""}
                        onClick={() =>
                          void actOn(me, one, "acknowledge", (to) =>
                            setChanged((known) => ({ ...known, [one.id]: { ...known[one.id], ...to } })),
                          )
                        }
                      >
                        {say("incident.acknowledge")}
                        <span class="unseen"> {one.short_id}</span>
                      </button>
                    ) : (
                      <span>{say(`status.${one.status}`)}</span>
                    )}
                  </li>
                );
              })}
            </ul>
          </>
        )
      }
    </Panel>
  );
}

/** What nobody owns: it is with the triage service, since nothing named another. */
function Unowned({ triage, count }: { triage: string | null; count: number }) {
  if (triage === null || count === 0) return null;
  return (
    <p class="unowned">
      <a href={href(`/incidents?status=TRIGGERED&service=${encodeURIComponent(triage)}`)}>
        {say("now.unowned.count", { count })}
      </a>
    </p>
  );
}

function Fires({ fires, by, others }: { fires: Fire[]; by: "service" | "team"; others: number }) {
  if (fires.length === 0) return <p>{say("now.nothing")}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say(`incident.${by}`)}</th>
          <th scope="col">{say("now.firing")}</th>
          <th scope="col">{say("now.since")}</th>
        </tr>
      </thead>
      <tbody>
        {fires.map((fire) => (
          <tr key={fire.name}>
            <th scope="row">
              <a href={href(`/incidents?${by}=${encodeURIComponent(fire.name ?? "")}`)}>{fire.name}</a>
            </th>
            <td>
              {fire.bySeverity.map(({ severity, count }) => (
                <span key={severity} class="burns">
                  <SeverityMark severity={severity as Incident["severity"]} /> {count.toLocaleString(locale())}
                </span>
              ))}
              {fire.hidden > 0 && <span class="soft">{say("now.hidden.some", { count: fire.hidden })}</span>}
            </td>
            <td>{fire.since && <Ago at={fire.since} />}</td>
          </tr>
        ))}
        {others > 0 && (
          <tr>
            <th scope="row">{say("now.others")}</th>
            <td colSpan={2}>{others.toLocaleString(locale())}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** What fires and is not seen as burning, by the reason. */
function Hidden() {
  const asked = useAsked(
    ["alert"],
    (signal) => call("GET /alerts/count", { query: { hidden: "true" }, signal }),
    SELDOM,
  );
  return (
    <Panel id="now-hidden" title={say("now.hidden")} asked={asked}>
      {({ firing, suppressed }) =>
        firing + suppressed === 0 ? (
          <p>{say("now.hidden.none")}</p>
        ) : (
          <ul class="list">
            {suppressed > 0 && <li>{say("now.hidden.suppressed", { count: suppressed })}</li>}
            {firing > 0 && <li>{say("now.hidden.resolved", { count: firing })}</li>}
          </ul>
        )
      }
    </Panel>
  );
}

/** How fast it grows: alerts that opened, minute by minute. */
function Growing() {
  const asked = useAsked(
    ["alert", "incident"],
    async (signal) => {
      const query = { granularity: "minute", start_date: new Date(Date.now() - HOUR).toISOString() };
      return (await call("GET /metrics/alerts", { query, signal })).items;
    },
    SELDOM,
  );
  return (
    <Panel id="now-growth" title={say("now.growth")} asked={asked}>
      {(items) => {
        const { now, before, way } = growthOf(items.map(({ opened }) => opened));
        return (
          <>
            <p>{say(`now.growth.${way}`, { now: round(now), before: round(before) })}</p>
            <BarChart
              title={say("now.growth")}
              height={LOW}
              bars={items.map((one) => ({
                label: clockOf(new Date(one.from)),
                short: clockOf(new Date(one.from)),
                text: say("now.growth.bar", { count: one.opened }),
                parts: [{ value: one.opened, look: "bar-all" }],
              }))}
            />
          </>
        );
      }}
    </Panel>
  );
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}
