import type { Answer } from "../api/client";
import type { AlertRows } from "../api/schema";

type Columns = AlertRows["columns"];

/** An alert as a row of the list. */
export interface AlertRow {
  number: number;
  /** The number as a text, made once: fifty thousand at a time take as long as all the rest. */
  key: string;
  version: number;
  /** 1 is SEV1. */
  severity: number;
  /** When the present episode began, in seconds since 1970. */
  since: number;
  status: string;
  name: string;
  service: { id: string; name: string | null; team: string | null };
  incident: string | null;
  /** Kinds of what hides it. */
  hiddenBy: readonly string[];
  /** In the order of the columns that were asked for. */
  labels: (string | null)[];
}

interface Texts<T> {
  values: T[];
  index: number[];
}

function at<T>(column: Texts<T>, row: number): T {
  return column.values[column.index[row] as number] as T;
}

/** Makes rows of columns. Values that recur are one string, however many rows have it. */
export function rowsOf(columns: Columns, labels: readonly string[]): AlertRow[] {
  const asked = labels.map((label) => columns.labels[label] as Texts<string | null> | undefined);
  return columns.number.map((number, i) => ({
    number,
    key: String(number),
    version: columns.version[i] as number,
    severity: columns.severity[i] as number,
    since: columns.since[i] as number,
    status: at(columns.status, i),
    name: at(columns.name, i),
    service: at(columns.service, i),
    incident: at(columns.incident, i),
    hiddenBy: at(columns.hidden_by, i),
    labels: asked.map((column) => (column ? at(column, i) : null)),
  }));
}

/** Whether an answer of /alerts is rows: it is if they were asked for. */
export function isRows(answer: Answer<"GET /alerts">): answer is AlertRows {
  return "columns" in answer;
}

/**
 * One list of several pages. While they are read one after the other the list changes, so that an alert may be on two of
 * them: the later one is newer.
 */
export function joined(pages: readonly (readonly AlertRow[])[]): AlertRow[] {
  if (pages.length === 1) return [...(pages[0] as readonly AlertRow[])];
  const known = new Map<number, AlertRow>();
  for (const page of pages) for (const row of page) known.set(row.number, row);
  return [...known.values()];
}

/** The incidents of the selected alerts, each once; those of alerts without any are left out. */
export function incidentsOf(rows: readonly AlertRow[], selected: ReadonlySet<number>): string[] {
  const found = new Set<string>();
  for (const row of rows) if (selected.has(row.number) && row.incident !== null) found.add(row.incident);
  return [...found];
}

/** The labels that tell alerts from others of their name: those that have most values beside each other, the best first. */
export function mostTelling(
  alerts: readonly { name: string; labels: Record<string, string> }[],
  most: number,
): string[] {
  const values: Record<string, Set<string>> = {};
  const told: Record<string, number> = {};
  for (const { name, labels } of alerts)
    for (const label in labels) {
      if (/^(severity|service|team)$/.test(label)) continue;
      const of = (values[`${name}\n${label}`] ??= new Set());
      of.add(labels[label] ?? "");
      if (of.size > 1) told[label] = Math.max(told[label] ?? 0, of.size);
    }
  return Object.keys(told)
    .sort((one, other) => (told[other] ?? 0) - (told[one] ?? 0))
    .slice(0, most);
}
