import type { Answer } from "../api/client";
import { lengthOf } from "../shell/length";
import { setQuery } from "../shell/router";
import { Spark } from "../shell/spark";
import { locale, say } from "../words";
import type { Metric } from "./wish";

export type Metrics = Answer<"GET /dora">;
export type Figures = Metrics["metrics"];
type Target = Metrics["targets"][number];

export function percent(rate: number | null): string {
  return rate === null
    ? say("time.none")
    : new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(rate);
}

export function perWeek(value: number | null): string {
  return value === null ? say("time.none") : say("dora.perWeek", { n: value.toLocaleString(locale()) });
}

/** The figure of a metric; null where there is none. */
export function valueOf(metric: Metric, figures: Figures): number | null {
  switch (metric) {
    case "frequency":
      return figures.frequency.per_week;
    case "lead_time":
      return figures.lead_time.median_seconds;
    case "change_fail_rate":
      return figures.change_fail_rate.rate;
    case "recovery_time":
      return figures.recovery_time.median_seconds;
    case "rework_rate":
      return figures.rework_rate.rate;
  }
}

/** A value of a metric in words. */
export function shown(metric: Metric, value: number | null): string {
  switch (metric) {
    case "frequency":
      return perWeek(value);
    case "lead_time":
    case "recovery_time":
      return lengthOf(value, 60);
    case "change_fail_rate":
    case "rework_rate":
      return percent(value);
  }
}

/** What the figure is made of. */
function behind(metric: Metric, figures: Figures): string[] {
  switch (metric) {
    case "frequency": {
      const { deployments, days, rollbacks } = figures.frequency;
      return [say("dora.frequency.behind", { deployments, days, rollbacks })];
    }
    case "lead_time": {
      const { commits, known, deployments, without_time, negative, missing } = figures.lead_time;
      const left = without_time + negative + missing;
      return [
        say("dora.lead_time.behind", { commits, known, deployments }),
        ...(left > 0 ? [say("dora.lead_time.left", { count: left })] : []),
      ];
    }
    case "change_fail_rate": {
      const { failed, deployments, by_incident, by_failure, by_rollback } = figures.change_fail_rate;
      return [
        say("dora.change_fail_rate.behind", {
          failed,
          deployments,
          incident: by_incident,
          failure: by_failure,
          rollback: by_rollback,
        }),
      ];
    }
    case "recovery_time": {
      const { recovered, mean_seconds, not_recovered } = figures.recovery_time;
      return [
        say("dora.recovery_time.behind", { recovered, mean: lengthOf(mean_seconds, 60) }),
        ...(not_recovered > 0 ? [say("dora.recovery_time.open", { count: not_recovered })] : []),
      ];
    }
    case "rework_rate": {
      const { rework, deployments, named_incident, hotfix } = figures.rework_rate;
      return [say("dora.rework_rate.behind", { rework, deployments, named: named_incident, hotfix })];
    }
  }
}

function targetOf(metric: Metric, target: Target | undefined): string {
  if (target === undefined) return say("dora.target.none");
  if (metric === "frequency") return say("dora.target.frequency", { n: target.value });
  const value = metric === "change_fail_rate" ? percent(target.value) : lengthOf(target.value, 60);
  return say(target.of === "mean_seconds" ? "dora.target.mean" : "dora.target.below", { value });
}

/** One metric: its figure, whether it is what it should be, what it is made of, and how it went. */
export function Tile({ metric, answer }: { metric: Metric; answer: Metrics }) {
  const target = answer.targets.find((one) => one.metric === metric);
  const band = answer.bands?.metrics.find((one) => one.metric === metric);
  const source = answer.bands?.source ?? "";
  const met = target?.met ?? null;
  return (
    <div data-kpi={metric}>
      <dt>{say(`dora.${metric}`)}</dt>
      <dd>
        <strong>
          <a
            href={`?metric=${metric}`}
            onClick={(event) => {
              event.preventDefault();
              setQuery({ metric });
              document.getElementById("dora-rows")?.scrollIntoView();
            }}
          >
            {shown(metric, valueOf(metric, answer.metrics))}
          </a>
        </strong>
        <span class="soft">
          {targetOf(metric, target)}
          {met !== null && ` · ${say(met ? "dora.met" : "dora.missed")}`}
        </span>
        {behind(metric, answer.metrics).map((line) => (
          <span key={line} class="soft">
            {line}
          </span>
        ))}
        {band !== undefined && (
          <span class="soft">
            {band.clusters.length === 0
              ? say("dora.band.none", { source })
              : say("dora.band", {
                  source,
                  clusters: band.clusters.map((one) => say(`dora.cluster.${one}`)).join(", "),
                })}
          </span>
        )}
        <Spark values={answer.months.map((one) => valueOf(metric, one.metrics))} />
      </dd>
    </div>
  );
}
