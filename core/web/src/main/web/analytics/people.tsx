import type { Answer } from "../api/client";
import { BarChart } from "../shell/chart";
import { lengthOf } from "../shell/length";
import { Moment } from "../shell/time";
import { locale, say } from "../words";
import { dayIn } from "./charts";

type People = Answer<"GET /metrics/by-person">;
type Person = People["items"][number];

const COLUMNS = ["assigned", "in_progress", "closed", "acknowledged"] as const;
/** As high as each of several charts is. */
const LOW = 110;
const CALLS = ["pages", "pages_at_night"] as const;

/** What each person of a team did, by name: it ranks nobody. Whoever may not see a team sees themselves. */
export function People({ people, asTable }: { people: People; asTable: boolean }) {
  const { items, whole } = people;
  return (
    <>
      {!whole && <p class="soft">{say("analytics.people.own")}</p>}
      {items.length === 0 ? (
        <p>{say("analytics.people.none")}</p>
      ) : (
        <>
          <Table items={items} />
          {asTable ? <Weeks people={people} /> : <Charts people={people} />}
        </>
      )}
    </>
  );
}

function Table({ items }: { items: readonly Person[] }) {
  return (
    <div class="scroll">
      <table class="grid" aria-labelledby="analytics-people">
        <thead>
          <tr>
            <th scope="col">{say("analytics.people.person")}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" class="number">
                {say(`analytics.people.${column}`)}
              </th>
            ))}
            <th scope="col" class="number">
              {say("analytics.tta.mean")}
            </th>
            {CALLS.map((column) => (
              <th key={column} scope="col" class="number">
                {say(`analytics.people.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.user.id}>
              <th scope="row">{one.user.username}</th>
              {COLUMNS.map((column) => (
                <td key={column} class="number">
                  {number(one[column])}
                </td>
              ))}
              <td class="number">{lengthOf(one.mtta_seconds)}</td>
              {CALLS.map((column) => (
                <td key={column} class="number">
                  {number(one[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A chart for each person, all of one scale and by name. */
function Charts({ people: { items, weeks, time_zone: zone } }: { people: People }) {
  const most = Math.max(1, ...items.flatMap((one) => one.closed_by_week));
  return (
    <figure class="analytics-figure">
      <figcaption>{say("analytics.people.weeks")}</figcaption>
      {items.map(({ user, closed, closed_by_week: counts }) => {
        const title = say("analytics.people.chart", { name: user.username, count: closed });
        return (
          <div key={user.id}>
            <p class="soft">{title}</p>
            <BarChart
              title={title}
              highest={most}
              height={LOW}
              bars={weeks.map((week, at) => ({
                label: dayIn(week, zone),
                short: dayIn(week, zone),
                text: number(counts[at] ?? 0),
                parts: [{ value: counts[at] ?? 0, look: "bar-all" }],
              }))}
            />
          </div>
        );
      })}
    </figure>
  );
}

/** The same as a table: a row for each week. */
function Weeks({ people: { items, weeks } }: { people: People }) {
  return (
    <div class="scroll">
      <table class="grid" aria-label={say("analytics.people.weeks")}>
        <thead>
          <tr>
            <th scope="col">{say("analytics.from")}</th>
            {items.map(({ user }) => (
              <th key={user.id} scope="col" class="number">
                {user.username}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, at) => (
            <tr key={week}>
              <th scope="row">
                <Moment at={week} />
              </th>
              {items.map(({ user, closed_by_week: counts }) => (
                <td key={user.id} class="number">
                  {number(counts[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function number(count: number | null): string {
  return count === null ? say("analytics.never") : count.toLocaleString(locale());
}
