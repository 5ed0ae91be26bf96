/** The periods that the page offers; the API's own words. */
export const PERIODS = ["7d", "14d", "30d", "60d", "90d", "1y", "2y", "3y"] as const;

export const EACH = ["hour", "day", "week"] as const;
export type Each = (typeof EACH)[number];

/** What the address asks for: a period, or two days, and whose incidents. */
export interface Wish {
  period: string;
  start: string;
  end: string;
  service: string;
  team: string;
  severity: string;
  cause: string;
  /** Whether times count in business hours alone. */
  inBusiness: boolean;
  asTable: boolean;
  /** The length of the trend's intervals; empty: what suits the time. */
  each: Each | "";
  /** Whether the trend is shown for each severity by itself. */
  bySeverity: boolean;
  /** Whether only one of the two days is there, so that it says nothing. */
  isHalf: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Two days count before a period. What cannot be read is as if it were not there. */
export function wishOf(query: URLSearchParams): Wish {
  const day = (name: string) => (DAY.test(query.get(name) ?? "") ? (query.get(name) ?? "") : "");
  const [start, end] = [day("from"), day("to")];
  const period = query.get("period") ?? "";
  return {
    period: start !== "" && end !== "" ? "" : PERIODS.some((one) => one === period) ? period : "30d",
    start,
    end,
    service: query.get("service") ?? "",
    team: query.get("team") ?? "",
    severity: SEVERITIES.find((one) => one === query.get("severity")?.toLowerCase()) ?? "",
    cause: query.get("cause") ?? "",
    inBusiness: query.get("hours") === "business",
    asTable: query.get("as") === "table",
    each: EACH.find((one) => one === query.get("each")) ?? "",
    bySeverity: query.get("split") === "severity",
    isHalf: (start === "") !== (end === ""),
  };
}

/** The same as the API is asked. */
export function queryOf(wish: Wish): Record<string, string> {
  const { severity, cause, inBusiness } = wish;
  return {
    ...ownersOf(wish),
    ...(severity !== "" && { severity: severity.toUpperCase() }),
    ...(cause !== "" && { cause }),
    ...(inBusiness && { hours: "business" }),
  };
}

/** Only the time and whose incidents, of what knows no more. */
export function ownersOf({ period, start, end, service, team }: Wish): Record<string, string> {
  return {
    ...(period === "" ? { start_date: start, end_date: end } : { period }),
    ...(service !== "" && { service }),
    ...(team !== "" && { team }),
  };
}

/** So many days at most the API counts by the hour. */
const MOST_BY_HOUR = 31;
/** Days for up to a quarter, and weeks beyond: a bar stays wide enough to be seen. */
const MOST_BY_DAY = 100;

function daysOf({ period, start, end }: Wish): number {
  if (period === "") return (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
  return parseInt(period, 10) * (period.endsWith("y") ? 365 : 1);
}

/** The intervals that the trend of a time can have. */
export function eachOf(wish: Wish): Each[] {
  return EACH.filter((one) => one !== "hour" || daysOf(wish) <= MOST_BY_HOUR);
}

/** The chosen interval if the time can have it; else what suits the time. */
export function granularityOf(wish: Wish): Each {
  const chosen = eachOf(wish).find((one) => one === wish.each);
  return chosen ?? (daysOf(wish) > MOST_BY_DAY + 1 ? "week" : "day");
}

export const SEVERITIES = ["sev1", "sev2", "sev3", "sev4"] as const;

/** Where the list has the incidents behind a figure of a time; null of an unknown cause, by which it has no filter. */
export function rowsOf(
  wish: Wish,
  { from, to }: { from: string; to: string },
  more: Record<string, string> = {},
): string | null {
  const { service, team, severity, cause } = wish;
  if (cause === "unknown") return null;
  return `/incidents?${new URLSearchParams({
    status: "all",
    order: "newest",
    created_after: from,
    created_before: to,
    counted: "true",
    ...(service !== "" && { service }),
    ...(team !== "" && { team }),
    ...(severity !== "" && { severity: severity.toUpperCase() }),
    ...(cause !== "" && { cause }),
    ...more,
  })}`;
}

/** In what a chart of these seconds has its axis: minutes, hours or days. */
export function scaleOf(longest: number): { unit: "minutes" | "hours" | "days"; seconds: number } {
  if (longest <= 3 * 3_600) return { unit: "minutes", seconds: 60 };
  return longest <= 3 * 86_400 ? { unit: "hours", seconds: 3_600 } : { unit: "days", seconds: 86_400 };
}

/** The highest of something, and where it is; null where there is none. */
export function highest<T>(all: readonly T[], of: (one: T) => number): T | null {
  let found: T | null = null;
  for (const one of all) if (of(one) > (found === null ? 0 : of(found))) found = one;
  return found;
}

/** Which way a figure went against the time before, in whole percent; null where there is nothing to compare with. */
export function wayOf(change: number | null | undefined): { way: "more" | "less" | "same"; percent: number } | null {
  if (change === null || change === undefined) return null;
  const percent = Math.round(Math.abs(change));
  return { way: percent === 0 ? "same" : change > 0 ? "more" : "less", percent };
}
