import { type Answer, call } from "../api/client";
import { BarChart } from "../shell/chart";
import { Ready, useRead } from "../shell/read";
import { locale, say } from "../words";

const COLUMNS = ["shifts", "hours", "nights", "weekends", "holidays", "pages", "pages_at_night"] as const;

/** What has a chart of its own: how long somebody was on call, and how often they were called. */
const CHARTS = ["hours", "pages"] as const;

/** As high as each of several charts is. */
const LOW = 140;

type Person = Answer<"GET /teams/{team}/fairness">["items"][number];

/** How much each person of a team was on call and called, in the time of the figures. */
export function Fairness({ team, from, to, asTable }: { team: string; from: string; to: string; asTable: boolean }) {
  const read = useRead(JSON.stringify([team, from, to]), (signal) =>
    call("GET /teams/{team}/fairness", { path: { team }, query: { from, to }, signal }),
  );
  return (
    <Ready read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{say("analytics.fair.none")}</p>
        ) : asTable ? (
          <Load people={items} />
        ) : (
          <Charts people={items} />
        )
      }
    </Ready>
  );
}

function number(count: number): string {
  return count.toLocaleString(locale(), { maximumFractionDigits: 0 });
}

/** A chart for the hours and one for the pages: a bar for each person, what was at night at its foot. */
function Charts({ people }: { people: readonly Person[] }) {
  return (
    <figure class="analytics-figure">
      {CHARTS.map((what) => {
        const night = (one: Person) => (what === "hours" ? one.night_hours : one.pages_at_night);
        const title = say(`analytics.fair.chart.${what}`, {
          count: number(people.reduce((sum, one) => sum + one[what], 0)),
        });
        return (
          <div key={what}>
            <p class="soft">{title}</p>
            <BarChart
              title={title}
              height={LOW}
              bars={people.map((one) => ({
                label: one.user.username,
                short: one.user.username,
                text: say(`analytics.fair.bar.${what}`, { count: number(one[what]), night: number(night(one)) }),
                parts: [
                  { value: Math.min(night(one), one[what]), look: "bar-sev4" },
                  { value: Math.max(0, one[what] - night(one)), look: "bar-all" },
                ],
              }))}
              legend={[
                { look: "bar-sev4", text: say("analytics.fair.night") },
                { look: "bar-all", text: say("analytics.fair.day") },
              ]}
            />
          </div>
        );
      })}
    </figure>
  );
}

/** The same as a table, and more of it. */
function Load({ people }: { people: readonly Person[] }) {
  return (
    <div class="scroll">
      <table class="grid" aria-labelledby="analytics-fair">
        <thead>
          <tr>
            <th scope="col">{say("analytics.fair.person")}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" class="number">
                {say(`analytics.fair.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.user.id}>
              <th scope="row">
                {one.user.username} <span class="soft">{one.time_zone}</span>
              </th>
              {COLUMNS.map((column) => (
                <td key={column} class="number">
                  {one[column].toLocaleString(locale())}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
