import { call } from "../api/client";
import { Ready, useRead } from "../shell/read";
import { locale, say } from "../words";

const COLUMNS = ["shifts", "hours", "nights", "weekends", "holidays", "pages", "pages_at_night"] as const;

/** How much each person of a team was on call and called, in the time of the figures. */
export function Fairness({ team, from, to }: { team: string; from: string; to: string }) {
  const read = useRead(JSON.stringify([team, from, to]), (signal) =>
    call("GET /teams/{team}/fairness", { path: { team }, query: { from, to }, signal }),
  );
  return (
    <Ready read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{say("analytics.fair.none")}</p>
        ) : (
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
                {items.map((one) => (
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
        )
      }
    </Ready>
  );
}
