import { prefix } from "../shell/address";
import { spoken } from "../words";
import type { Api, Problem } from "./schema";

export type Operation = keyof Api;
export type Answer<O extends Operation> = Api[O]["answer"];

interface Given {
  path?: Record<string, string>;
  /** A list repeats its parameter. */
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: unknown;
  /** The version that the change is based on: a 412 says that there is another by now. */
  version?: number;
  /** Makes sending it again safe: the server does it once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** It is sent also if the page goes away meanwhile. */
  keepalive?: boolean;
}

/** The server understood the request and did not do it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail || problem.title);
  }
}

/** The server cannot be reached, or what answers is not IMAS. */
export class Unreachable extends Error {}

/** What the server says with 403 where it wants the password of the person again. */
const PASSWORD = "/current_password";

const CSRF = "__Host-imas_csrf";
const WITHOUT_SESSION = /^POST \/auth\//;

let sessionLost: () => void = () => {};
let answered: () => void = () => {};
let passwordWanted: () => Promise<boolean> = () => Promise.resolve(false);
let refreshing: Promise<boolean> | null = null;

/** Says what happens when a session has ended while somebody works. */
export function onSessionLost(then: () => void): void {
  sessionLost = then;
}

/** Says who asks the person for the password again. It answers whether the session is confirmed with it now. */
export function onPasswordWanted(ask: () => Promise<boolean>): void {
  passwordWanted = ask;
}

/** Says what happens whenever the server has answered. */
export function onAnswered(then: () => void): void {
  answered = then;
}

function csrf(): string | undefined {
  return document.cookie
    .split("; ")
    .find((cookie) => cookie.startsWith(CSRF + "="))
    ?.slice(CSRF.length + 1);
}

/** Whether there may be a session: without its token, asking is in vain. */
export function mayHaveSession(): boolean {
  return csrf() !== undefined;
}

/**
 * Calls an operation of the API with the browser's session. A session whose access token has expired is refreshed.
 *
 * @throws Refused with the server's problem, or Unreachable
 */
export async function call<O extends Operation>(operation: O, given: Given = {}): Promise<Answer<O>> {
  return (await callForStatus(operation, given)).answer;
}

/** The same, with the status: it says whether something was created, or was there already. */
export async function callForStatus<O extends Operation>(
  operation: O,
  given: Given = {},
): Promise<{ status: number; answer: Answer<O> }> {
  const response = await sendInSession(operation, given);
  if (response.ok) {
    answered();
    const answer = response.status === 204 ? (undefined as Answer<O>) : ((await json(response)) as Answer<O>);
    return { status: response.status, answer };
  }
  const refusal = new Refused(response.status, await problem(response));
  const asks = refusal.status === 403 && refusal.problem.pointer === PASSWORD;
  if (asks && !sendsPassword(given.body) && (await passwordWanted())) {
    return callForStatus(operation, given);
  }
  throw refusal;
}

/** Sends it again once an expired access token was refreshed. */
async function sendInSession(operation: string, given: Given): Promise<Response> {
  let response = await send(operation, given);
  if (response.status === 401 && !WITHOUT_SESSION.test(operation)) {
    if (await refresh()) {
      response = await send(operation, given);
    }
    if (response.status === 401) {
      sessionLost();
    }
  }
  return response;
}

/**
 * Reads a file with the browser's session.
 *
 * @param path below the API's address, with its query
 * @throws Refused with the server's problem, or Unreachable
 */
export async function fileOf(path: string): Promise<{ name: string | null; content: Blob }> {
  const response = await sendInSession(`GET ${path}`, {});
  if (!response.ok) throw new Refused(response.status, await problem(response));
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "");
  return { name: name?.[1] ?? null, content: await response.blob() };
}

/** A form that has a field for the password shows by itself that it is wrong. */
function sendsPassword(body: unknown): boolean {
  return typeof body === "object" && body !== null && "current_password" in body;
}

async function send(operation: string, given: Given): Promise<Response> {
  const [method = "", template = ""] = operation.split(" ");
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given.path?.[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given.query ?? {})) {
    if (typeof value === "object") value.forEach((one) => query.append(name, one));
    else if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const headers: Record<string, string> = { accept: "application/json, */*", "accept-language": spoken() };
  const token = csrf();
  if (token !== undefined) headers["x-csrf-token"] = token;
  if (method !== "GET") headers["content-type"] = "application/json";
  if (given.version !== undefined) headers["if-match"] = `"${given.version}"`;
  if (given.idempotencyKey !== undefined) headers["idempotency-key"] = given.idempotencyKey;
  try {
    return await fetch(`${prefix}/api/v1${path}${query.size > 0 ? `?${query}` : ""}`, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(method === "GET" ? {} : { body: JSON.stringify(given.body ?? {}) }),
      ...(given.signal ? { signal: given.signal } : {}),
      ...(given.keepalive ? { keepalive: true } : {}),
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new Unreachable();
  }
}

/** One refresh at a time, whoever asks for it. */
function refresh(): Promise<boolean> {
  if (!mayHaveSession()) return Promise.resolve(false);
  refreshing ??= send("POST /auth/refresh", {})
    .then((response) => response.ok)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new Unreachable();
  }
}

async function problem(response: Response): Promise<Problem> {
  if (response.headers.get("content-type")?.includes("json")) {
    return (await json(response)) as Problem;
  }
  // A proxy between here and there.
  throw new Unreachable();
}
