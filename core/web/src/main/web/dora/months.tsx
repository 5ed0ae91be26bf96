import { BarChart } from "../shell/chart";
import { Grid } from "../shell/table";
import { locale, say } from "../words";
import { type Metrics, shown, valueOf } from "./tiles";
import { type Metric, METRICS } from "./wish";

const LOW = 110;
const HOUR = 3_600;
const PERCENT = 100;

/** A month as the reader's language says it. */
function nameOf(month: string, length: "short" | "long"): string {
  return new Intl.DateTimeFormat(locale(), { month: length, year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** The figure as high as its axis says. */
function heightOf(metric: Metric, value: number | null): number {
  if (value === null) return 0;
  if (metric === "frequency") return value;
  return metric === "lead_time" || metric === "recovery_time" ? value / HOUR : value * PERCENT;
}

function unitOf(metric: Metric): string {
  if (metric === "frequency") return say("dora.deployments.unit");
  return say(metric === "lead_time" || metric === "recovery_time" ? "dora.hours.unit" : "dora.rate.unit");
}

/** A chart for each metric, with the target as a line, and all of it once more as a table. */
export function Months({ answer }: { answer: Metrics }) {
  return (
    <section aria-labelledby="dora-months">
      <h2 id="dora-months">{say("dora.months")}</h2>
      {METRICS.map((metric) => {
        const target = answer.targets.find((one) => one.metric === metric && one.of !== "mean_seconds");
        return (
          <figure key={metric} class="analytics-figure">
            <p class="soft">{say(`dora.${metric}`)}</p>
            <BarChart
              title={say(`dora.${metric}`)}
              height={LOW}
              unit={unitOf(metric)}
              bars={answer.months.map(({ month, metrics }) => ({
                label: nameOf(month, "long"),
                short: nameOf(month, "short"),
                text: shown(metric, valueOf(metric, metrics)),
                parts: [{ value: heightOf(metric, valueOf(metric, metrics)), look: "bar-all" }],
              }))}
              before={target === undefined ? [] : answer.months.map(() => heightOf(metric, target.value))}
            />
          </figure>
        );
      })}
      <Grid
        label={say("dora.months")}
        rows={answer.months}
        id={({ month }) => month}
        columns={[
          { title: say("dora.month"), show: ({ month }) => nameOf(month, "long") },
          {
            title: say("dora.deployments"),
            isNumber: true,
            show: ({ metrics }) => metrics.change_fail_rate.deployments.toLocaleString(locale()),
          },
          ...METRICS.map((metric) => ({
            title: say(`dora.${metric}`),
            isNumber: true,
            show: ({ metrics }: Metrics["months"][number]) => shown(metric, valueOf(metric, metrics)),
          })),
        ]}
      />
    </section>
  );
}

/** How often each environment is deployed to. */
export function Environments({ answer }: { answer: Metrics }) {
  if (answer.environments.length === 0) return null;
  return (
    <section aria-labelledby="dora-environments">
      <h2 id="dora-environments">{say("dora.environments")}</h2>
      <Grid
        label={say("dora.environments")}
        rows={answer.environments}
        id={({ environment, tier }) => `${environment} ${tier}`}
        columns={[
          { title: say("dora.environment"), show: ({ environment }) => environment },
          {
            title: say("dora.deployments"),
            isNumber: true,
            show: ({ frequency }) => frequency.deployments.toLocaleString(locale()),
          },
          {
            title: say("dora.frequency"),
            isNumber: true,
            show: ({ frequency }) => shown("frequency", frequency.per_week),
          },
        ]}
      />
    </section>
  );
}
