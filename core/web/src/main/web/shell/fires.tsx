import { useEffect, useRef } from "preact/hooks";
import { call } from "../api/client";
import type { Incident } from "../api/schema";
import { say } from "../words";
import { announce } from "./announce";
import { type Change, useFeed } from "./feed";

const WORST = "SEV1_CRITICAL";
/** At most twelve announcements a minute, however much burns. */
const APART = 5_000;
/** How often it is looked at most, while nothing is to be announced. */
const LOOKS = 1_000;
const NEWEST = 50;
/** Of what was heard of, so much is remembered. */
const MOST_KNOWN = 5_000;

/** Announces incidents of SEV1 that open, on every page: within five seconds, and at most twelve times a minute. */
export function Fires() {
  const known = useRef<Set<string> | null>(null);
  const heard = useRef(new Set<string>());
  const told = useRef(new Set<string>());
  const next = useRef(0);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const look = async () => {
    waiting.current = undefined;
    next.current = performance.now() + LOOKS;
    const asked = heard.current;
    heard.current = new Set();
    try {
      const { items } = await call("GET /incidents", { query: { severity: "SEV1", limit: NEWEST } });
      const before = known.current;
      // The first look finds what was there before; of that, new is only what the feed has told of.
      const isNew = ({ id, status }: Incident) =>
        status === "TRIGGERED" &&
        !told.current.has(id) &&
        (asked.has(id) || heard.current.has(id) || (before !== null && !before.has(id)));
      const fresh = items.filter(isNew);
      fresh.forEach((one) => told.current.add(one.id));
      if (tell(fresh)) next.current = performance.now() + APART;
      const kept = before && before.size < MOST_KNOWN ? before : [];
      known.current = new Set([...kept, ...asked, ...items.map((one) => one.id)]);
    } catch {
      // The page itself says that the server does not answer; the next change looks again.
    }
  };
  useFeed(["incident"], (news) => {
    if (news.kind === "changes") {
      const isNew = ({ id, severity, version }: Change) =>
        severity === WORST && !told.current.has(id) && (version === 1 || !known.current?.has(id));
      const fresh = news.changes.filter(isNew);
      if (fresh.length === 0) return;
      fresh.forEach(({ id }) => heard.current.add(id));
    }
    waiting.current ??= setTimeout(() => void look(), Math.max(0, next.current - performance.now()));
  });
  useEffect(() => () => clearTimeout(waiting.current), []);
  return null;
}

/** Says the newest by its name, and how many there are; false if there is none. */
function tell(fresh: readonly Incident[]): boolean {
  const newest = fresh[0];
  if (!newest) return false;
  const values = { id: newest.short_id, title: newest.title };
  announce(fresh.length === 1 ? say("fires.one", values) : say("fires.many", { ...values, count: fresh.length }));
  return true;
}
