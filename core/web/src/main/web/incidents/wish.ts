import { chosen } from "../shell/chosen";

export const OPEN = ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED"];
export const STATUSES = [...OPEN, "RESOLVED"];

/** The order of the address that is not the usual one. */
export const NEWEST = "newest";

/** The severities that an address asks for, the worst first. */
export const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;

/** By what the pages of figures ask for the incidents behind one. */
const BEHIND = [
  "created_after",
  "created_before",
  "resolved_after",
  "resolved_before",
  "counted",
  "acknowledged",
  "ended_by",
] as const;

/** What an address asks for: open incidents where it says nothing of their status. */
export interface Wish {
  statuses: string[];
  /** As the API takes them. */
  filters: Record<
    | "status"
    | "severity"
    | "service"
    | "team"
    | "held"
    | "is_test"
    | "unrouted"
    | "tag"
    | "search"
    | "field"
    | "missing_fields"
    | "cause"
    | (typeof BEHIND)[number],
    string
  >;
  /** Whether it asks for the incidents behind a figure. */
  isBehind: boolean;
  isFiltered: boolean;
  /** The newest first, where the address says so; else the most severe. A search has its own order. */
  isNewestFirst: boolean;
}

export function wishOf(query: URLSearchParams): Wish {
  const status = query.get("status") ?? "";
  const statuses = status === "" ? OPEN : status === "all" ? STATUSES : chosen(query, "status");
  const behind = Object.fromEntries(BEHIND.map((name) => [name, query.get(name) ?? ""])) as Record<
    (typeof BEHIND)[number],
    string
  >;
  const filters = {
    status: status === "all" ? "" : statuses.join(","),
    severity: query.get("severity") ?? "",
    service: query.get("service") ?? "",
    team: query.get("team") ?? "",
    held: query.get("held") ?? "",
    is_test: query.get("is_test") ?? "",
    unrouted: query.get("unrouted") ?? "",
    tag: query.get("tag") ?? "",
    search: query.get("search") ?? "",
    field: query.get("field") ?? "",
    missing_fields: query.get("missing_fields") ?? "",
    cause: query.get("cause") ?? "",
    ...behind,
  };
  const { severity, service, team, held, is_test, unrouted, tag, search, field, missing_fields, cause } = filters;
  const isBehind = Object.values(behind).some((one) => one !== "");
  const isNewestFirst = query.get("order") === NEWEST || search !== "";
  return {
    statuses,
    filters,
    isNewestFirst,
    isBehind,
    isFiltered:
      isBehind ||
      status !== "" ||
      severity + service + team + held + is_test + unrouted + tag + search + field + missing_fields + cause !== "",
  };
}

/** What the address says of these statuses. */
export function statusInAddress(statuses: readonly string[]): string {
  if (statuses.length === 0 || STATUSES.every((one) => statuses.includes(one))) return "all";
  const isOpen = statuses.length === OPEN.length && OPEN.every((one) => statuses.includes(one));
  return isOpen ? "" : statuses.join(",");
}

/** The value of a severity in the address: SEV1 of SEV1_CRITICAL. */
export function short(severity: string): string {
  return severity.slice(0, 4);
}
