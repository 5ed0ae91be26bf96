import { type Answer, call } from "../api/client";
import { lengthOf } from "../shell/length";
import { Ready, useRead } from "../shell/read";
import { Grid } from "../shell/table";
import { locale, say, type Word } from "../words";

type HitRate = Answer<"GET /suspects/hit-rate">;
type Precursors = Answer<"GET /suspects/precursors">;

const PARTS = ["first", "first_three", "most_recent", "not_listed"] as const;
/** So many digits of what is small. */
const DIGITS = 2;
const HOUR = 3_600;
const DAY = 86_400_000;
/** The first one of the clock of computers: 1970-01-04. */
const SUNDAY = 3 * DAY;

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
    <div>
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
    </div>
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
      <Grid
        label={say("analytics.precursors")}
        rows={found.precursors}
        id={({ by, value }) => `${by} ${value}`}
        columns={[
          {
            title: say("analytics.precursors.change"),
            show: ({ by, value }) => (
              <>
                {valueOf(by, value)} <span class="soft">{byOf(by)}</span>
              </>
            ),
          },
          { title: say("analytics.precursors.changes"), isNumber: true, show: (one) => number(one.changes) },
          { title: say("analytics.precursors.incidents"), isNumber: true, show: (one) => number(one.incidents) },
          { title: say("analytics.precursors.share"), isNumber: true, show: (one) => percent(one.share) },
          { title: say("analytics.precursors.base"), isNumber: true, show: (one) => percent(one.base_rate, DIGITS) },
          {
            title: say("analytics.precursors.lift"),
            isNumber: true,
            show: (one) => say("analytics.precursors.times", { lift: number(one.lift, 1) }),
          },
        ]}
      />
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

const VALUES: Readonly<Record<string, Word>> = {
  "kind deployment": "analytics.precursors.kind.deployment",
  "kind change": "analytics.precursors.kind.change",
  "state queued": "changes.state.queued",
  "state running": "changes.state.running",
  "state success": "changes.state.success",
  "state failure": "changes.state.failure",
  "state cancelled": "changes.state.cancelled",
  "state rolled_back": "changes.state.rolled_back",
};
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** What the API calls otherwise than people do; names as they are. */
function valueOf(by: string, value: string): string {
  const day = by === "weekday" ? DAYS.indexOf(value.slice(0, 3)) : -1;
  if (day >= 0)
    return new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(day * DAY + SUNDAY);
  const word = VALUES[`${by} ${value}`];
  return word === undefined ? value : say(word);
}

function number(value: number, digits = 0): string {
  return value.toLocaleString(locale(), { maximumFractionDigits: digits });
}

function percent(rate: number | null, digits = 0): string {
  return rate === null
    ? say("analytics.never")
    : new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(rate);
}
