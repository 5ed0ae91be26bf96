import { useEffect, useRef, useState } from "preact/hooks";
import { call, onAnswered } from "../api/client";
import type { Self } from "../api/schema";
import { prefix } from "./address";
import { messageOf, type News, type Topic, waitBefore } from "./changes";
import { refilled, waitFor } from "./rests";

export type { Change, News, Topic } from "./changes";

/**
 * How the page learns what changes: not yet known, told at once, by asking every four seconds since this network lets
 * no WebSocket through, or not at all.
 */
export type FeedState = "connecting" | "live" | "asking" | "lost";

interface Listener {
  topics: readonly Topic[];
  tell: (news: News) => void;
}

/** The server says something every 15 seconds; after this long in silence the connection is dead. */
const SILENCE = 20_000;
/** A connection that comes back within this time was not lost. */
const GRACE = 1_000;
/** Topics that come and go with a page are asked for together. */
const GATHER = 50;
const EVERY = 4_000;
const GAP = 500;
const NEEDS: Record<Topic, string> = {
  incident: "incident.read",
  alert: "alert.read",
  delivery: "delivery.read",
  schedule: "on_call.read",
  inbox: "delivery.read",
};

const listeners = new Set<Listener>();
const watchers = new Set<(state: FeedState) => void>();

let state: FeedState = "connecting";
let socket: WebSocket | null = null;
let told: Topic[] = [];
/** The number of the last message: from there it goes on. */
let last: number | null = null;
let heardAt = Date.now();
let serverWait: number | null = null;
let attempt = 0;
let may: readonly string[] = [];
let isForbidden = false;
let opening: ReturnType<typeof setTimeout> | undefined;
let silent: ReturnType<typeof setTimeout> | undefined;
let saying: ReturnType<typeof setTimeout> | undefined;

function become(to: FeedState): void {
  clearTimeout(saying);
  saying = undefined;
  if (state === to) return;
  state = to;
  watchers.forEach((watcher) => watcher(to));
}

function tell(news: News): void {
  for (const { topics, tell } of [...listeners]) {
    if (news.kind === "anew") {
      tell(news);
      continue;
    }
    const changes = news.changes.filter((change) => topics.includes(change.topic));
    if (changes.length > 0) tell({ kind: "changes", changes });
  }
}

function wanted(): Topic[] {
  const all = new Set([...listeners].flatMap(({ topics }) => topics));
  return [...all].filter((topic) => may.includes(NEEDS[topic])).sort();
}

/** Opens the connection, or another one if topics were added. What is told too much costs little, so it stays. */
function gather(): void {
  clearTimeout(opening);
  opening = setTimeout(() => {
    const topics = wanted();
    if (topics.length === 0) close();
    else if (socket === null || topics.some((topic) => !told.includes(topic))) open(topics);
  }, GATHER);
}

function close(): void {
  clearTimeout(silent);
  const old = socket;
  socket = null;
  told = [];
  old?.close();
}

function open(topics: Topic[]): void {
  close();
  if (isForbidden) return;
  told = topics;
  const query = new URLSearchParams({ topics: topics.join(",") });
  if (last !== null) query.set("since", String(last));
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const mine = new WebSocket(`${scheme}://${location.host}${prefix}/api/v1/ws?${query}`);
  socket = mine;
  listenForLife(mine);
  mine.onmessage = ({ data }) => {
    if (socket !== mine) return;
    listenForLife(mine);
    heard(messageOf(data));
  };
  mine.onclose = ({ code }) => {
    if (socket === mine) lose(code);
  };
}

function listenForLife(mine: WebSocket): void {
  clearTimeout(silent);
  silent = setTimeout(() => {
    if (socket !== mine) return;
    mine.close();
    lose(1006);
  }, SILENCE);
}

function heard(message: ReturnType<typeof messageOf>): void {
  if (message === null) return;
  const isFirst = last === null;
  last = message.number;
  heardAt = Date.now();
  switch (message.type) {
    case "hello":
      attempt = 0;
      serverWait = message.retry_ms;
      become("live");
      // What was read before the feed began may be older than its first number.
      if (isFirst) tell({ kind: "anew" });
      break;
    case "changes":
      tell({ kind: "changes", changes: message.changes });
      break;
    case "start_over":
      tell({ kind: "anew" });
      break;
    case "alive":
      break;
  }
}

function lose(code: number): void {
  close();
  if (code === 4003) {
    // A permission is missing. Asking says which, page by page.
    isForbidden = true;
    become("asking");
    return;
  }
  if (state === "live") saying ??= setTimeout(() => become("lost"), GRACE);
  if (listeners.size === 0) return;
  const wait = waitBefore(attempt, serverWait);
  attempt++;
  clearTimeout(opening);
  opening = setTimeout(() => void again(code), wait);
}

async function again(code: number): Promise<void> {
  try {
    // The session may need a new access token, or may be over: then the page leads to log-in.
    if (code === 4001) await call("GET /me");
  } catch {
    // Said by the next request of the page.
  }
  const topics = wanted();
  if (topics.length > 0 && socket === null) open(topics);
}

// The server answers, and there is no WebSocket: then the page asks.
onAnswered(() => {
  if (socket === null && (state === "lost" || (state === "connecting" && attempt > 1))) become("asking");
});

addEventListener("offline", () => {
  if (socket !== null) {
    close();
    become("lost");
    lose(1006);
  }
});
addEventListener("online", () => {
  if (socket !== null) return;
  attempt = 0;
  gather();
});
// A page that goes away keeps no connection; one that the browser brings back opens it.
addEventListener("pagehide", close);
addEventListener("pageshow", () => {
  if (listeners.size > 0) gather();
});

/** Whose feed it is from now on; nobody's after the end of a session. */
export function feedFor(me: Self | null): void {
  last = null;
  may = me?.permissions ?? [];
  isForbidden = !may.includes("change_feed.read");
  attempt = 0;
  close();
  become(me !== null && isForbidden ? "asking" : "connecting");
  gather();
}

/** When the server last said anything: what is shown is of then, if nothing is heard any more. */
export function lastHeard(): Date {
  return new Date(heardAt);
}

/** Whether the page is told of changes at this moment. */
export function useFeedState(): FeedState {
  const [now, setNow] = useState(state);
  useEffect(() => {
    watchers.add(setNow);
    setNow(state);
    return () => void watchers.delete(setNow);
  }, []);
  return now;
}

/**
 * Is told what changes in these topics, over the one WebSocket of the tab: at most ten times a second, and "anew" when
 * everything has to be read again. Nothing is told without a connection: see {@link useLive}.
 */
export function useFeed(topics: readonly Topic[], onChange: (news: News) => void): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  const key = topics.join(",");
  useEffect(() => {
    const listener: Listener = { topics, tell: (news) => latest.current(news) };
    listeners.add(listener);
    gather();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) gather();
    };
  }, [key]);
}

export interface LiveOptions {
  /** Which changes the page shows; all without it. */
  wants?: (news: News) => boolean;
  /** The least time between two readings, in milliseconds: 500, or more for what costs the server much. */
  gap?: number;
  /** How many readings may follow each other without that, after a rest as long as theirs together. One without it. */
  burst?: number;
  /** Whether it is read again by itself; a search is not. */
  again?: boolean;
}

/**
 * Reads what a page shows: at once, whenever it changes, and every four seconds where nobody tells of changes. One reading
 * at a time, none while nobody sees the page, and one when it is seen again. A reading that says false has failed, and is tried again four
 * seconds later. Another key reads anew, and what is under way
 * for the former is given up.
 */
export function useLive(
  topics: readonly Topic[],
  read: (signal: AbortSignal) => Promise<boolean | void>,
  key: string,
  { wants, gap = GAP, burst = 1, again = true }: LiveOptions = {},
): void {
  const latest = useRef(read);
  latest.current = read;
  const turn = useRef<() => void>(() => {});
  const feed = useFeedState();
  useFeed(topics, (news) => {
    if (again && (news.kind === "anew" || !wants || wants(news))) turn.current();
  });
  useEffect(() => {
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isReading = false;
    let isOld = false;
    let reserve = { left: burst, at: performance.now() };
    const go = () => {
      clearTimeout(timer);
      if (over.signal.aborted) return;
      if (!isReading) reserve = refilled(reserve, performance.now(), gap, burst);
      const early = waitFor(reserve, gap);
      if (isReading || document.hidden) isOld = true;
      else if (early > 0) timer = setTimeout(go, early);
      else {
        isReading = true;
        isOld = false;
        reserve.left--;
        void latest.current(over.signal).then((worked) => {
          isReading = false;
          reserve.at = performance.now();
          if (over.signal.aborted) return;
          if (worked === false || (again && state !== "live")) timer = setTimeout(go, EVERY);
          else if (isOld) go();
        });
      }
    };
    turn.current = go;
    const seen = () => {
      if (!document.hidden && (isOld || (again && state !== "live"))) go();
    };
    document.addEventListener("visibilitychange", seen);
    go();
    return () => {
      over.abort();
      clearTimeout(timer);
      turn.current = () => {};
      document.removeEventListener("visibilitychange", seen);
    };
  }, [key, again, gap, burst]);
  // Between the last message and the loss nobody knows what has changed.
  useEffect(() => {
    if (again && (feed === "lost" || feed === "asking")) turn.current();
  }, [feed]);
}
