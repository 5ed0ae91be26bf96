import { type Answer, call } from "../api/client";
import { BarChart } from "../shell/chart";
import { Ready, useRead } from "../shell/read";
import { clockOf, Moment } from "../shell/time";
import { locale, say } from "../words";

type Repeats = Answer<"GET /alerts/{fingerprint}/repeats">;

const QUARTER = 15 * 60_000;
const LOW = 110;

/** How often an alert was repeated in the last day: a bar for each quarter of an hour, and the same as a table. */
export function AlertRepeats({ fingerprint }: { fingerprint: string }) {
  const read = useRead(fingerprint, (signal) =>
    call("GET /alerts/{fingerprint}/repeats", { path: { fingerprint }, signal }),
  );
  return <Ready read={read}>{(repeats) => <Shown repeats={repeats} />}</Ready>;
}

function Shown({ repeats: { from, to, is_kept, items, since } }: { repeats: Repeats }) {
  const all = items.reduce((sum, one) => sum + one.count, 0);
  const now = since.count > 0 && <p class="soft">{say("alert.repeats.since", { count: since.count })}</p>;
  const most = items.reduce<Repeats["items"][number] | null>(
    (before, one) => (before === null || one.count > before.count ? one : before),
    null,
  );
  if (most === null) {
    return (
      <>
        <p class="soft">{say(is_kept ? "alert.repeats.none" : "alert.repeats.off")}</p>
        {now}
      </>
    );
  }
  const begin = Date.parse(from);
  const places = Math.max(1, Math.ceil((Date.parse(to) - begin) / QUARTER));
  const counts = new Map(items.map(({ at, count }) => [Math.floor((Date.parse(at) - begin) / QUARTER), count]));
  const fact = say("alert.repeats.fact", { all, most: most.count });
  return (
    <figure class="analytics-figure">
      <BarChart
        title={fact}
        height={LOW}
        bars={Array.from({ length: places }, (_, place) => {
          const at = new Date(begin + place * QUARTER);
          const count = counts.get(place) ?? 0;
          return {
            label: clockOf(at),
            short: clockOf(at),
            text: count.toLocaleString(locale()),
            parts: [{ value: count, look: "bar-all" }],
          };
        })}
      />
      <figcaption>
        {fact} {say("alert.repeats.most")} <Moment at={most.at} />
      </figcaption>
      {now}
      <details>
        <summary>{say("alert.repeats.table")}</summary>
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">{say("alert.repeats.from")}</th>
              <th scope="col" class="number">
                {say("alert.repeats.count")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ at, count }) => (
              <tr key={at}>
                <th scope="row">
                  <Moment at={at} />
                </th>
                <td class="number">{count.toLocaleString(locale())}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
