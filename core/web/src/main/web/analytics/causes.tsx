import type { Answer } from "../api/client";
import { locale, say } from "../words";
import { Behind } from "./behind";
import { rowsOf, type Wish } from "./figures";

/** Why incidents happened: how many of each cause, with those of which nobody said it. */
export function Causes({ trend, wish }: { trend: Answer<"GET /metrics/trend">; wish: Wish }) {
  if (trend.series.length === 0) return <p>{say("analytics.none")}</p>;
  return (
    <div class="scroll">
      <table class="grid" aria-labelledby="analytics-causes">
        <thead>
          <tr>
            <th scope="col">{say("analytics.cause")}</th>
            <th scope="col" class="number">
              {say("analytics.opened")}
            </th>
            <th scope="col" class="number">
              {say("analytics.share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {trend.series.map(({ id, name, incidents }) => (
            <tr key={id}>
              <th scope="row">
                {id === "unknown" ? say("analytics.cause.unknown") : (name ?? say("analytics.cause.rest"))}
              </th>
              <td class="number">
                <Behind
                  count={incidents}
                  to={id === null || id === "unknown" ? null : rowsOf(wish, trend, { cause: id })}
                />
              </td>
              <td class="number">
                {new Intl.NumberFormat(locale(), { style: "percent" }).format(incidents / Math.max(1, trend.total))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
