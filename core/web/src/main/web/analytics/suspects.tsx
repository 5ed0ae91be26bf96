import { type Answer, call } from "../api/client";
import { lengthOf } from "../shell/length";
import { Ready, useRead } from "../shell/read";
import { locale, say, type Word } from "../words";

type HitRate = Answer<"GET /suspects/hit-rate">;
type Precursors = Answer<"GET /suspects/precursors">;

const PARTS = ["first", "first_three", "most_recent", "not_listed"] as const;
/** So many digits of what is small. */
const DIGITS = 2;
const HOUR = 3_600;

/** How often the suspected changes were right, and which changes precede incidents. */
export function Suspects({ from, to, service }: { from: string; to: string; service: string }) {
  const query = { from, to, ...(service !== "" && { service }) };
  const key = JSON.stringify(query);
  const rate = useRead(key, (signal) => call("GET /suspects/hit-rate", { query, signal }));
  const before = useRead(key, (signal) => call("GET /suspects/precursors", { query, signal }));
  return (
    <>
      <Ready read={rate}>{(value) => <Rates rate={value} />}</Ready>
      <h3 id="analytics-precursors">{say("analytics.precursors")}</h3>
      <Ready read={before}>{(value) => <Before found={value} />}</Ready>
    </>
  );
}

function Rates({ rate }: { rate: HitRate }) {
  if (rate.confirmed === 0) return <p>{say("analytics.suspects.none", { incidents: rate.incidents })}</p>;
  return (
    <dl class="kpis">
      {PARTS.map((part) => (
        <div key={part} data-kpi={part}>
          <dt>{say(`analytics.suspects.${part}`)}</dt>
          <dd>
            <strong>{percent(rate[part].rate)}</strong>
            <span class="soft">
              {say("analytics.suspects.of", { count: rate[part].count, confirmed: rate.confirmed })}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Before({ found }: { found: Precursors }) {
  const about = say("analytics.precursors.about", {
    incidents: found.incidents,
    changes: found.changes,
    length: lengthOf(HOUR),
  });
  if (found.precursors.length === 0) {
    return (
      <p>
        {about} {say("analytics.precursors.none")}
      </p>
    );
  }
  return (
    <>
      <p class="soft">{about}</p>
      {found.is_cut && <p class="fault">{say("analytics.precursors.cut")}</p>}
      <div class="scroll">
        <table class="grid" aria-labelledby="analytics-precursors">
          <thead>
            <tr>
              <th scope="col">{say("analytics.precursors.change")}</th>
              {(["changes", "incidents", "share", "base", "lift"] as const).map((one) => (
                <th key={one} scope="col" class="number">
                  {say(`analytics.precursors.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.precursors.map((item) => (
              <tr key={`${item.by} ${item.value}`}>
                <th scope="row">
                  {item.value} <span class="soft">{byOf(item.by)}</span>
                </th>
                <td class="number">{number(item.changes)}</td>
                <td class="number">{number(item.incidents)}</td>
                <td class="number">{percent(item.share)}</td>
                <td class="number">{percent(item.base_rate, DIGITS)}</td>
                <td class="number">{say("analytics.precursors.times", { lift: number(item.lift, 1) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const BY: Readonly<Record<string, Word>> = {
  kind: "analytics.precursors.by.kind",
  service: "analytics.precursors.by.service",
  repository: "analytics.precursors.by.repository",
  environment: "analytics.precursors.by.environment",
  state: "analytics.precursors.by.state",
  weekday: "analytics.precursors.by.weekday",
};

/** What changes have in common; as the server names it where this page does not know it yet. */
function byOf(by: string): string {
  const word = BY[by];
  return word === undefined ? by : say(word);
}

function number(value: number, digits = 0): string {
  return value.toLocaleString(locale(), { maximumFractionDigits: digits });
}

function percent(rate: number | null, digits = 0): string {
  return rate === null
    ? say("analytics.never")
    : new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(rate);
}
