import type { Answer } from "../api/client";
import { lengthOf } from "../shell/length";
import { Spark } from "../shell/spark";
import { locale, say } from "../words";
import { dayIn } from "./charts";
import { wayOf } from "./figures";

type Summary = Answer<"GET /metrics/summary">;
type Trend = Answer<"GET /metrics/trend">;

/** How many and how soon: each with how it went over the time, and what it was in the time before. */
export function Kpis({ summary, trend }: { summary: Summary; trend: Trend | null }) {
  const { change, previous, tta, ttr } = summary;
  const points = trend?.items ?? [];
  const unacknowledged = summary.tta_with_resolutions.incidents - tta.incidents;
  const before = (of: (one: NonNullable<Summary["previous"]>) => number | null) => (previous ? of(previous) : null);
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
        />
        <Kpi
          name="resolved"
          value={number(summary.resolved)}
          change={change?.resolved}
          before={count(before((one) => one.resolved))}
        />
        <Kpi name="open" value={number(summary.open)} />
        <Kpi name="unacknowledged" value={number(summary.unacknowledged)} />
        <Kpi
          name="tta.mean"
          value={lengthOf(tta.mean_seconds)}
          change={change?.tta_mean}
          before={length(before((one) => one.tta.mean_seconds))}
          line={points.map((one) => one.mtta_seconds)}
          note={unacknowledged === 0 ? null : say("analytics.tta.without", { count: number(unacknowledged) })}
        />
        <Kpi
          name="tta.p50"
          value={lengthOf(tta.p50_seconds)}
          change={change?.tta_p50}
          before={length(before((one) => one.tta.p50_seconds))}
        />
        <Kpi
          name="tta.p90"
          value={lengthOf(tta.p90_seconds)}
          change={change?.tta_p90}
          before={length(before((one) => one.tta.p90_seconds))}
        />
        <Kpi
          name="ttr.mean"
          value={lengthOf(ttr.mean_seconds)}
          change={change?.ttr_mean}
          before={length(before((one) => one.ttr.mean_seconds))}
          line={points.map((one) => one.mttr_seconds)}
        />
        <Kpi
          name="ttr.p50"
          value={lengthOf(ttr.p50_seconds)}
          change={change?.ttr_p50}
          before={length(before((one) => one.ttr.p50_seconds))}
        />
        <Kpi
          name="ttr.p90"
          value={lengthOf(ttr.p90_seconds)}
          change={change?.ttr_p90}
          before={length(before((one) => one.ttr.p90_seconds))}
        />
      </dl>
    </section>
  );
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
  | "tta.mean"
  | "tta.p50"
  | "tta.p90"
  | "ttr.mean"
  | "ttr.p50"
  | "ttr.p90";

function Kpi({
  name,
  value,
  change,
  before = null,
  line = [],
  note = null,
}: {
  name: KpiName;
  value: string;
  change?: number | null | undefined;
  /** What it was in the time before; null where nothing was counted. */
  before?: string | null;
  /** How it went over the time; null where nothing was counted. */
  line?: readonly (number | null)[];
  /** What it does not count. */
  note?: string | null;
}) {
  const way = wayOf(change);
  return (
    <div data-kpi={name}>
      <dt>{say(`analytics.${name}`)}</dt>
      <dd>
        <strong>{value}</strong>
        {way !== null && before !== null && (
          <span class="soft">{say(`analytics.change.${way.way}`, { percent: way.percent, before })}</span>
        )}
        {way === null && before !== null && <span class="soft">{say("analytics.change.from", { before })}</span>}
        {note !== null && <span class="soft">{note}</span>}
        <Spark values={line} />
      </dd>
    </div>
  );
}
