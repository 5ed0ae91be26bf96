/** The figures, in the order in which the page shows them. */
export const METRICS = ["frequency", "lead_time", "change_fail_rate", "recovery_time", "rework_rate"] as const;
export type Metric = (typeof METRICS)[number];

/** How many months one may look at. */
export const MONTHS = ["3", "6", "12"] as const;

/** The reports whose clusters the API knows. */
export const EDITIONS = ["2019", "2021", "2022", "2023", "2024"] as const;

/** What the address asks for. */
export interface Wish {
  months: (typeof MONTHS)[number];
  service: string;
  team: string;
  environment: string;
  edition: string;
  /** A moment, or empty for now. */
  asOf: string;
  metric: Metric;
  isCounted: boolean;
}

/** What cannot be read is as if it were not there. */
export function wishOf(query: URLSearchParams): Wish {
  const at = new Date(query.get("as_of") ?? "");
  return {
    months: MONTHS.find((one) => one === query.get("months")) ?? "3",
    service: query.get("service") ?? "",
    team: query.get("team") ?? "",
    environment: query.get("environment") ?? "",
    edition: EDITIONS.find((one) => one === query.get("edition")) ?? "",
    asOf: Number.isNaN(at.getTime()) ? "" : at.toISOString(),
    metric: METRICS.find((one) => one === query.get("metric")) ?? "change_fail_rate",
    isCounted: query.get("counted") !== "false",
  };
}

/** The same as the API is asked: whole months, up to the present one or that of the moment. */
export function queryOf(wish: Wish): Record<string, string> {
  const end = wish.asOf === "" ? new Date() : new Date(wish.asOf);
  const start = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - Number(wish.months) + 1, 1));
  return {
    from: start.toISOString().slice(0, "2026-01".length),
    ...(wish.service !== "" && { service: wish.service }),
    ...(wish.team !== "" && { team: wish.team }),
    ...(wish.environment !== "" && { environment: wish.environment }),
    ...(wish.asOf !== "" && { as_of: wish.asOf }),
  };
}

/** The month before this one, such as 2026-01. */
export function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, "2026-01".length);
}
