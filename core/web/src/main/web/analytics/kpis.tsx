import type { Answer } from "../api/client";
import { lengthOf } from "../shell/length";
import { Spark } from "../shell/spark";
import { href } from "../shell/router";
import { locale, say, type Word } from "../words";
import { dayIn } from "./charts";
import { rowsOf, wayOf, type Wish } from "./figures";

type Summary = Answer<"GET /metrics/summary">;
type Trend = Answer<"GET /metrics/trend">;

/** How many and how soon: each with how it went over the time, what it was in the time before, and the incidents behind it. */
export function Kpis({ summary, trend, wish }: { summary: Summary; trend: Trend | null; wish: Wish }) {
  const { change, previous, never_acknowledged: never } = summary;
  const points = trend?.items ?? [];
  const before = (of: (one: NonNullable<Summary["previous"]>) => number | null) => (previous ? of(previous) : null);
  const rows = (more: Record<string, string> = {}) => rowsOf(wish, summary, more);
  const medians = (of: "tta" | "ttr") => points.map((one) => one[of]?.p50_seconds ?? null);
  const timed = (of: "tta" | "ttr", to: string | null) =>
    PARTS.map((part) => (
      <Kpi
        key={part}
        name={`${of}.${part}`}
        value={lengthOf(summary[of][`${part}_seconds`])}
        change={change?.[`${of}_${part}`]}
        before={length(before((one) => one[of][`${part}_seconds`]))}
        line={part === "p50" ? medians(of) : []}
        of={summary[of].incidents}
        rows={to}
      />
    ));
  return (
    <section aria-label={say("analytics.kpis")}>
      <p class="soft">
        {dayIn(summary.from, summary.time_zone)} – {dayIn(summary.to, summary.time_zone)} ·{" "}
        {say("analytics.zone", { zone: summary.time_zone })}
        {previous && (
          <>
            {" · "}
            {say("analytics.compared", {
              from: dayIn(previous.from, summary.time_zone),
              to: dayIn(lastOf(previous.to), summary.time_zone),
            })}
          </>
        )}
      </p>
      {!summary.complete && <p class="fault">{say("analytics.incomplete")}</p>}
      <dl class="kpis">
        <Kpi
          name="opened"
          value={number(summary.total)}
          change={change?.total}
          before={count(before((one) => one.total))}
          line={points.map((one) => one.incidents)}
          rows={rows()}
        />
        <Kpi
          name="resolved"
          value={number(summary.resolved)}
          change={change?.resolved}
          before={count(before((one) => one.resolved))}
          rows={rows({
            created_after: "",
            created_before: "",
            resolved_after: summary.from,
            resolved_before: summary.to,
          })}
        />
        <Kpi name="open" value={number(summary.open)} />
        <Kpi name="unacknowledged" value={number(summary.unacknowledged)} />
        <Kpi
          name="never.acknowledged"
          value={never.share === null ? say("analytics.never") : percent(never.share)}
          of={never.of}
          rows={rows({ status: "RESOLVED", acknowledged: "false" })}
        />
        {timed("tta", rows({ counted: "", acknowledged: "true" }))}
        {timed("ttr", rows({ status: "RESOLVED" }))}
        <Kpi
          name="ttr.by.persons"
          value={lengthOf(summary.ttr_by_persons.p50_seconds)}
          of={summary.ttr_by_persons.incidents}
          rows={rows({ ended_by: "person" })}
        />
        <Kpi
          name="ttr.by.alerts"
          value={lengthOf(summary.ttr_by_alerts.p50_seconds)}
          of={summary.ttr_by_alerts.incidents}
          rows={rows({ ended_by: "alerts" })}
        />
      </dl>
      <Definitions summary={summary} />
    </section>
  );
}

const PARTS = ["p50", "p90", "mean"] as const;

/** How the figures are counted, and what they leave out. */
function Definitions({ summary: { definitions, excluded } }: { summary: Summary }) {
  const left = (["merged", "storm", "test"] as const).filter((why) => excluded[why] > 0);
  return (
    <details>
      <summary>{say("analytics.definitions")}</summary>
      <ul>
        {definitions.map(({ figure, rule }) => (
          <li key={figure}>{say(`analytics.rule.${rule}` as Word)}</li>
        ))}
        <li>{say("analytics.rule.never")}</li>
        {left.map((why) => (
          <li key={why}>{say(`analytics.excluded.${why}`, { count: number(excluded[why]) })}</li>
        ))}
      </ul>
    </details>
  );
}

function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent" }).format(share);
}

/** The last moment before another time begins. */
function lastOf(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString();
}

function number(count: number): string {
  return count.toLocaleString(locale());
}

function count(before: number | null): string | null {
  return before === null ? null : number(before);
}

function length(before: number | null): string | null {
  return before === null ? null : lengthOf(before);
}

type KpiName =
  | "opened"
  | "resolved"
  | "open"
  | "unacknowledged"
  | "never.acknowledged"
  | `${"tta" | "ttr"}.${(typeof PARTS)[number]}`
  | "ttr.by.persons"
  | "ttr.by.alerts";

function Kpi({
  name,
  value,
  change,
  before = null,
  line = [],
  of = null,
  rows = null,
}: {
  name: KpiName;
  value: string;
  change?: number | null | undefined;
  /** What it was in the time before; null where nothing was counted. */
  before?: string | null;
  /** How it went over the time; null where nothing was counted. */
  line?: readonly (number | null)[];
  /** Of how many incidents it is. */
  of?: number | null;
  /** Where the incidents behind it are. */
  rows?: string | null;
}) {
  const way = wayOf(change);
  return (
    <div data-kpi={name}>
      <dt>{say(`analytics.${name}`)}</dt>
      <dd>
        <strong>{rows === null ? value : <a href={href(rows)}>{value}</a>}</strong>
        {way !== null && before !== null && (
          <span class="soft">{say(`analytics.change.${way.way}`, { percent: way.percent, before })}</span>
        )}
        {way === null && before !== null && <span class="soft">{say("analytics.change.from", { before })}</span>}
        {of !== null && <span class="soft">{say("analytics.of", { count: number(of) })}</span>}
        <Spark values={line} />
      </dd>
    </div>
  );
}
