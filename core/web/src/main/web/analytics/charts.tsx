import type { Answer } from "../api/client";
import { locale, say } from "../words";
import { BarChart } from "../shell/chart";
import { HeatChart } from "../shell/heat";
import { lengthOf } from "../shell/length";
import { highest, scaleOf, SEVERITIES } from "./figures";
import { SeverityHeads } from "./severity-heads";

type TrendAnswer = Answer<"GET /metrics/trend">;
type HeatAnswer = Answer<"GET /metrics/heatmap">;

/** A day, or an hour of it, of the tenant's zone, in which the answer counts. */
function when(at: string, { time_zone: zone, granularity }: Pick<TrendAnswer, "time_zone" | "granularity">): string {
  return new Intl.DateTimeFormat(locale(), {
    ...(granularity === "hour" && { hour: "2-digit", minute: "2-digit" }),
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(new Date(at));
}

/** The same, as short as an axis has room for. */
function short(at: string, { time_zone: zone, granularity }: Pick<TrendAnswer, "time_zone" | "granularity">): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    ...(granularity === "hour" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" }),
  }).format(new Date(at));
}

/** A day of that zone, without its year. */
export function dayIn(at: string, zone: string): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, day: "numeric", month: "short" }).format(new Date(at));
}

/** As high as each of several charts is. */
const LOW = 110;

/** Incidents over time: a bar for each interval, the severe ones at its foot. */
export function Trend({
  trend,
  before,
  asTable,
  bySeverity,
}: {
  trend: TrendAnswer;
  /** As long a time before; null where it is not kept. */
  before: TrendAnswer | null;
  asTable: boolean;
  bySeverity: boolean;
}) {
  const { items, time_zone: zone } = trend;
  const most = highest(items, ({ incidents }) => incidents);
  if (most === null) return <p>{say("analytics.none")}</p>;
  const fact = say("analytics.trend.fact", {
    total: trend.total,
    most: most.incidents,
    day: when(most.from, trend),
    zone,
  });
  if (asTable) {
    return (
      <div class="scroll">
        <table class="grid" aria-label={fact}>
          <thead>
            <tr>
              <th scope="col">{say("analytics.from")}</th>
              <th scope="col" class="number">
                {say("analytics.opened")}
              </th>
              <SeverityHeads />
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.from}>
                <th scope="row">
                  {when(one.from, trend)} <span class="soft">{zone}</span>
                </th>
                {[one.incidents, one.sev1, one.sev2, one.sev3, one.sev4].map((count, at) => (
                  <td key={at} class="number">
                    {count.toLocaleString(locale())}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  if (bySeverity) return <Severities trend={trend} fact={fact} />;
  return (
    <figure class="analytics-figure">
      <BarChart
        title={fact}
        bars={items.map((one) => ({
          label: when(one.from, trend),
          short: short(one.from, trend),
          text: say("analytics.trend.bar", { count: one.incidents, severe: one.sev1 + one.sev2 }),
          parts: SEVERITIES.map((severity) => ({ value: one[severity], look: `bar-${severity}` })),
        }))}
        legend={SEVERITIES.map((severity) => ({ look: `bar-${severity}`, text: severity.toUpperCase() }))}
        unit={say("analytics.unit.incidents")}
        before={before?.items.map(({ incidents }) => incidents) ?? []}
      />
      <figcaption>
        {fact}
        {before !== null && ` ${say("analytics.before.line", { total: before.total })}`}
      </figcaption>
    </figure>
  );
}

/** The median time to acknowledge or to resolve over time, where there are enough incidents for one. */
export function Medians({ trend, before, of }: { trend: TrendAnswer; before: TrendAnswer | null; of: "tta" | "ttr" }) {
  const secondsOf = (answer: TrendAnswer | null) => answer?.items.map((one) => one[of]?.p50_seconds ?? null) ?? [];
  const [now, then] = [secondsOf(trend), secondsOf(before)];
  if (now.every((one) => one === null)) return null;
  const { unit, seconds } = scaleOf(Math.max(...[...now, ...then].map((one) => one ?? 0)));
  const title = say(`analytics.${of}.over`);
  return (
    <figure class="analytics-figure">
      <p class="soft">{title}</p>
      <BarChart
        title={title}
        height={LOW}
        unit={say(`analytics.unit.${unit}`)}
        bars={trend.items.map((one) => ({
          label: when(one.from, trend),
          short: short(one.from, trend),
          text: say("analytics.median.bar", {
            length: lengthOf(one[of]?.p50_seconds ?? null),
            count: one[of]?.incidents ?? 0,
          }),
          parts: [{ value: (one[of]?.p50_seconds ?? 0) / seconds, look: "bar-all" }],
        }))}
        before={then.map((one) => (one === null ? null : one / seconds))}
      />
    </figure>
  );
}

/** A chart for each severity, all of one scale and one below the other: so no colour has to tell them apart. */
function Severities({ trend, fact }: { trend: TrendAnswer; fact: string }) {
  const { items } = trend;
  const most = Math.max(1, ...items.flatMap((one) => SEVERITIES.map((severity) => one[severity])));
  return (
    <figure class="analytics-figure">
      {SEVERITIES.map((severity) => {
        const count = items.reduce((sum, one) => sum + one[severity], 0);
        const title = say("analytics.trend.severity", { severity: severity.toUpperCase(), count });
        return (
          <div key={severity}>
            <p class="soft">{title}</p>
            <BarChart
              title={title}
              highest={most}
              height={LOW}
              bars={items.map((one) => ({
                label: when(one.from, trend),
                short: short(one.from, trend),
                text: one[severity].toLocaleString(locale()),
                parts: [{ value: one[severity], look: `bar-${severity}` }],
              }))}
            />
          </div>
        );
      })}
      <figcaption>{fact}</figcaption>
    </figure>
  );
}

/** Monday in any week: the API's first weekday. */
const MONDAY = Date.UTC(2024, 0, 1);

function weekdayOf(number: number, length: "long" | "short"): string {
  const at = new Date(MONDAY + (number - 1) * 86_400_000);
  return new Intl.DateTimeFormat(locale(), { weekday: length, timeZone: "UTC" }).format(at);
}

function hour(number: number): string {
  return `${String(number).padStart(2, "0")}:00`;
}

/** When incidents come: each hour of a week, the larger the square the more. */
export function Heat({ heat, asTable }: { heat: HeatAnswer; asTable: boolean }) {
  const cells = heat.items.flatMap(({ weekday, hours }) => hours.map((count, hour) => ({ weekday, hour, count })));
  const most = highest(cells, ({ count }) => count);
  if (most === null) return <p>{say("analytics.none")}</p>;
  const fact = say("analytics.heat.fact", {
    most: most.count,
    weekday: weekdayOf(most.weekday, "long"),
    hour: hour(most.hour),
    zone: heat.time_zone,
  });
  if (asTable) {
    return (
      <div class="scroll" tabIndex={0} role="region" aria-label={say("analytics.heat")}>
        <table class="analytics-hours" aria-label={fact}>
          <thead>
            <tr>
              <th scope="col">{say("analytics.heat.hour")}</th>
              {heat.items.map(({ weekday: number }) => (
                <th key={number} scope="col" class="number">
                  {weekdayOf(number, "long")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: 24 }, (_, at) => (
              <tr key={at}>
                <th scope="row">{hour(at)}</th>
                {heat.items.map(({ weekday, hours }) => (
                  <td key={weekday} class="number">
                    {(hours[at] ?? 0).toLocaleString(locale())}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  return (
    <figure class="analytics-figure">
      <HeatChart
        title={fact}
        rows={heat.items.map(({ weekday, hours }) => ({ label: weekdayOf(weekday, "short"), counts: hours }))}
        columns={Array.from({ length: 24 }, (_, at) => hour(at))}
        look="bar-all"
        textOf={(row, at, count) =>
          say("analytics.heat.cell", {
            weekday: weekdayOf(heat.items[row]?.weekday ?? 1, "long"),
            hour: hour(at),
            count,
          })
        }
        keyOf={(count) => count.toLocaleString(locale())}
      />
      <figcaption>
        {fact} {say("analytics.heat.legend")}
      </figcaption>
    </figure>
  );
}
