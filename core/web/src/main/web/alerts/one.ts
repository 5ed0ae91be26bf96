import { call } from "../api/client";
import type { Alert } from "../api/schema";

/** A row of the list has a number; the address of an alert is its fingerprint. */
const NUMBER = /^\d{1,15}$/;

export function isNumber(id: string): boolean {
  return NUMBER.test(id);
}

/** The alert with a number, or undefined where there is none. */
export async function alertWithNumber(number: string, signal?: AbortSignal): Promise<Alert | undefined> {
  const answer = await call("GET /alerts", { query: { number }, ...(signal && { signal }) });
  return "items" in answer ? answer.items[0] : undefined;
}
