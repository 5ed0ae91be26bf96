import { oneOf, split } from "./matchers";

/** What the address says of the list of alerts. */
export interface AlertView {
  /** The filters, as the API takes them. */
  filters: Record<string, string | string[]>;
  /** The labels that have a column and a facet. */
  columns: string[];
  sort: string;
  /** By what alerts are grouped; empty for the list. */
  by: string[];
  /** The matchers that somebody typed. */
  matchers: string[];
  selected: ReadonlySet<number>;
  isFiltered: boolean;
}

export const SORTS = ["newest", "oldest", "severity", "name", "since"] as const;
export const STATUSES = ["FIRING", "RESOLVED", "SUPPRESSED"] as const;
/** A page of rows has this many columns of labels at most. */
export const MOST_COLUMNS = 5;
const MOST_BY = 3;
/** How the parameter of a label's facet begins. */
export const LABEL = "l.";

function list(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? "").split(",").filter((one) => one !== "");
}

/** Firing alerts, unless the address says otherwise: those are what burns. */
export function viewOf(query: URLSearchParams): AlertView {
  const matchers = split(query.get("match") ?? "");
  const label = [...matchers];
  for (const name of new Set(query.keys())) {
    const values = name.startsWith(LABEL) ? list(query, name) : [];
    if (values.length > 0) label.push(oneOf(name.slice(LABEL.length), values));
  }
  const status = query.get("status") ?? "";
  const rest = ["severity", "service", "team", "name", "incident", "hidden"].map(
    (name) => [name, query.get(name) ?? ""] as const,
  );
  const sort = query.get("sort") ?? "";
  return {
    filters: { status: status === "all" ? "" : status || "FIRING", ...Object.fromEntries(rest), label },
    columns: list(query, "columns").slice(0, MOST_COLUMNS),
    sort: SORTS.find((one) => one === sort) ?? "newest",
    by: list(query, "by").slice(0, MOST_BY),
    matchers,
    selected: new Set(list(query, "selected").map(Number).filter(Number.isSafeInteger)),
    isFiltered: (status !== "" && status !== "all") || label.length > 0 || rest.some(([, value]) => value !== ""),
  };
}

/** What narrows the list down to one group of it: changes of the address. */
export function within(by: readonly string[], values: readonly (string | null)[]): Record<string, string> {
  const changes: Record<string, string> = { by: "", selected: "" };
  const matchers: string[] = [];
  by.forEach((one, i) => {
    const value = values[i] ?? null;
    if (one.startsWith("label:")) matchers.push(`${one.slice("label:".length)}=${JSON.stringify(value ?? "")}`);
    else if (value !== null) changes[one] = value;
  });
  if (matchers.length > 0) changes["match"] = matchers.join(",");
  return changes;
}
