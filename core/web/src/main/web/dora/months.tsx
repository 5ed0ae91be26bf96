import { BarChart } from "../shell/chart";
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
      <div class="scroll" tabIndex={0} role="region" aria-label={say("dora.months")}>
        <table class="grid" aria-labelledby="dora-months">
          <thead>
            <tr>
              <th scope="col">{say("dora.month")}</th>
              <th scope="col" class="number">
                {say("dora.deployments")}
              </th>
              {METRICS.map((metric) => (
                <th key={metric} scope="col" class="number">
                  {say(`dora.${metric}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.months.map(({ month, metrics }) => (
              <tr key={month}>
                <th scope="row">{nameOf(month, "long")}</th>
                <td class="number">{metrics.change_fail_rate.deployments.toLocaleString(locale())}</td>
                {METRICS.map((metric) => (
                  <td key={metric} class="number">
                    {shown(metric, valueOf(metric, metrics))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** How often each environment is deployed to. */
export function Environments({ answer }: { answer: Metrics }) {
  if (answer.environments.length === 0) return null;
  return (
    <section aria-labelledby="dora-environments">
      <h2 id="dora-environments">{say("dora.environments")}</h2>
      <div class="scroll">
        <table class="grid" aria-labelledby="dora-environments">
          <thead>
            <tr>
              <th scope="col">{say("dora.environment")}</th>
              <th scope="col" class="number">
                {say("dora.deployments")}
              </th>
              <th scope="col" class="number">
                {say("dora.frequency")}
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.environments.map(({ environment, tier, frequency }) => (
              <tr key={`${environment} ${tier}`}>
                <th scope="row">{environment}</th>
                <td class="number">{frequency.deployments.toLocaleString(locale())}</td>
                <td class="number">{shown("frequency", frequency.per_week)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
