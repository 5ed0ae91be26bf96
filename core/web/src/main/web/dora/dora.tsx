import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { useNames } from "../changes/names";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Download } from "../shell/download";
import { FilterRow } from "../shell/filter-row";
import { Icon } from "../shell/icon";
import { DOWNLOAD } from "../shell/icons";
import { Ready, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import { Grid } from "../shell/table";
import { Title } from "../shell/title";
import { locale, say, spoken } from "../words";
import { Environments, Months } from "./months";
import { Rows } from "./rows";
import { Targets } from "./targets";
import { type Metrics, shown, Tile } from "./tiles";
import { EDITIONS, lastMonth, METRICS, MONTHS, queryOf, type Wish, wishOf } from "./wish";

/** How often a tenant deploys, how soon, how often that hurts, and what each figure is made of. */
export function Dora({ me }: PageProps) {
  const wish = wishOf(usePlace().query);
  const query = queryOf(wish);
  const [isOpen, setIsOpen] = useState(false);
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify([query, wish.edition, turn]);
  const answer = useRead(key, (signal) =>
    call("GET /dora", { query: { ...query, ...(wish.edition !== "" && { edition: wish.edition }) }, signal }),
  );
  return (
    <>
      <Title
        text={say("dora.title")}
        actions={
          <>
            {me.permissions.includes("notification.manage") && (
              <button type="button" onClick={() => setIsOpen(true)}>
                {say("dora.targets")}
              </button>
            )}
            <Download
              look="button"
              path={`/dora/report?${new URLSearchParams({
                month: lastMonth(),
                format: "pdf",
                language: spoken() === "fr" ? "fr" : "en",
                ...(wish.service !== "" && { service: wish.service }),
                ...(wish.team !== "" && { team: wish.team }),
                ...(wish.environment !== "" && { environment: wish.environment }),
              })}`}
              name="imas-dora.pdf"
            >
              <Icon of={DOWNLOAD} />
              {say("dora.report")}
            </Download>
          </>
        }
      />
      {isOpen && (
        <Dialog drawer title={say("dora.targets")} close={() => setIsOpen(false)}>
          <Targets
            done={() => {
              setIsOpen(false);
              setTurn((before) => before + 1);
            }}
          />
        </Dialog>
      )}
      <Choices wish={wish} me={me} />
      <Ready read={answer}>
        {(value) => (
          <>
            <Head answer={value} wish={wish} />
            <Tiles answer={value} />
            {value.months.some(({ metrics }) => metrics.change_fail_rate.deployments > 0) && <Months answer={value} />}
            <Environments answer={value} />
            <Definitions version={value.definition.version} />
          </>
        )}
      </Ready>
      {wish.asOf !== "" && <Restated query={query} />}
      <Rows wish={wish} />
    </>
  );
}

function day(at: string, zone: string): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, day: "numeric", month: "short", year: "numeric" }).format(
    new Date(at),
  );
}

function Head({ answer, wish }: { answer: Metrics; wish: Wish }) {
  const { from, until, time_zone: zone, unowned } = answer;
  const last = new Date(Date.parse(until) - 1).toISOString();
  return (
    <>
      <p class="soft">
        {say("dora.span", { from: day(from, zone), to: day(last, zone), zone })}
        {wish.asOf !== "" && (
          <>
            {" · "}
            {say("dora.asOf.note", { at: day(wish.asOf, zone) })}{" "}
            <button type="button" class="link" onClick={() => setQuery({ as_of: "" })}>
              {say("dora.asOf.now")}
            </button>
          </>
        )}
      </p>
      {answer.metrics.change_fail_rate.deployments === 0 && (
        <p class="banner info">
          <span>
            {say("dora.none.about")} <a href={href("/changes")}>{say("manage.changes")}</a>
          </span>
        </p>
      )}
      {unowned > 0 && (
        <p class="soft">
          {say("dora.unowned", { count: unowned })} <a href={href("/repositories")}>{say("dora.unowned.add")}</a>
        </p>
      )}
    </>
  );
}

/** Two by two, and one. */
function Tiles({ answer }: { answer: Metrics }) {
  return (
    <>
      {(["throughput", "instability"] as const).map((group) => (
        <section key={group} aria-labelledby={`dora-${group}`}>
          <div>
            <h2 id={`dora-${group}`}>{say(`dora.${group}`)}</h2>
            <p class="soft">{say(`dora.${group}.about`)}</p>
          </div>
          <dl class="kpis">
            {METRICS.filter((one) => ONES[group].has(one)).map((metric) => (
              <Tile key={metric} metric={metric} answer={answer} />
            ))}
          </dl>
        </section>
      ))}
      <p class="soft">{say("dora.own")}</p>
    </>
  );
}

const ONES: Record<"throughput" | "instability", ReadonlySet<string>> = {
  throughput: new Set(["frequency", "lead_time", "recovery_time"]),
  instability: new Set(["change_fail_rate", "rework_rate"]),
};

/** What was known then beside what is known now. */
function Restated({ query }: { query: Record<string, string> }) {
  const read = useRead(JSON.stringify(query), (signal) => call("GET /dora/restatement", { query, signal }));
  return (
    <section aria-labelledby="dora-restated">
      <h2 id="dora-restated">{say("dora.restated")}</h2>
      <Ready read={read}>
        {({ changes, later }) =>
          changes.length === 0 ? (
            <p>{say("dora.restated.none")}</p>
          ) : (
            <>
              <p>{say("dora.restated.why", later)}</p>
              <Grid
                label={say("dora.restated")}
                rows={changes}
                id={({ metric, of }) => metric + of}
                columns={[
                  {
                    title: say("dora.rows.choose"),
                    show: ({ metric, of }) => (
                      <>
                        {say(`dora.${metric}`)} <span class="soft">{say(`dora.of.${of}`)}</span>
                      </>
                    ),
                  },
                  { title: say("dora.restated.was"), isNumber: true, show: ({ metric, was }) => shown(metric, was) },
                  { title: say("dora.restated.now"), isNumber: true, show: ({ metric, now }) => shown(metric, now) },
                ]}
              />
            </>
          )
        }
      </Ready>
    </section>
  );
}

/** How each figure is counted. */
function Definitions({ version }: { version: string }) {
  return (
    <details>
      <summary>{say("dora.definitions", { version })}</summary>
      <p>{say("dora.define.scope")}</p>
      <ul>
        {METRICS.map((metric) => (
          <li key={metric}>
            <strong>{say(`dora.${metric}`)}</strong> – {say(`dora.define.${metric}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The time, whose deployments, what was known when, and with what they are compared. All of it stands in the address. */
function Choices({ wish, me }: { wish: Wish; me: Self }) {
  const named = useNames(me);
  const chosen = [wish.service, wish.team, wish.environment, wish.edition, wish.asOf];
  return (
    <FilterRow
      label={say("dora.filters")}
      look="fields"
      active={chosen.filter((one) => one !== "").length}
      search={
        <div class="segments" role="group" aria-label={say("dora.period")}>
          {MONTHS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={wish.months === one}
              onClick={() => setQuery({ months: one })}
            >
              {say(`dora.period.${one}`)}
            </button>
          ))}
        </div>
      }
    >
      {() => (
        <>
          {(["service", "team", "environment"] as const).map((name) => (
            <Choice key={name} name={name} value={wish[name]} all={named[`${name}s`]} />
          ))}
          <label>
            {say("dora.edition")}
            <select value={wish.edition} onChange={(event) => setQuery({ edition: event.currentTarget.value })}>
              <option value="">{say("dora.edition.none")}</option>
              {EDITIONS.map((one) => (
                <option key={one} value={one}>
                  DORA {one}
                </option>
              ))}
            </select>
          </label>
          <label>
            {say("dora.asOf")}
            <input
              type="date"
              value={wish.asOf.slice(0, "2026-01-01".length)}
              max={new Date().toISOString().slice(0, "2026-01-01".length)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setQuery({ as_of: value === "" ? "" : `${value}T00:00:00Z` });
              }}
            />
          </label>
        </>
      )}
    </FilterRow>
  );
}

function Choice({
  name,
  value,
  all,
}: {
  name: "service" | "team" | "environment";
  value: string;
  all: readonly string[];
}) {
  return (
    <label>
      {say(`dora.${name}`)}
      <select value={value} onChange={(event) => setQuery({ [name]: event.currentTarget.value })}>
        <option value="">{say(`dora.${name}.any`)}</option>
        {(all.includes(value) || value === "" ? all : [value, ...all]).map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
