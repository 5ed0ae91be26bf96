import { useEffect, useRef } from "preact/hooks";
import { call } from "../api/client";
import type { Incident } from "../api/schema";
import { say } from "../words";
import { announce } from "./announce";
import { type Change, useFeed } from "./feed";

const WORST = "SEV1_CRITICAL";
/** At most twelve announcements a minute, however much burns. */
const APART = 5_000;
const NEWEST = 50;
/** Of what was heard of, so much is remembered. */
const MOST_KNOWN = 5_000;

/** Announces incidents of SEV1 that open, on every page: within five seconds, and at most twelve times a minute. */
export function Fires() {
  const known = useRef<Set<string> | null>(null);
  const heard = useRef(new Set<string>());
  const next = useRef(0);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const look = async () => {
    waiting.current = undefined;
    const asked = heard.current;
    // The first look only learns what burns already, so what comes next need not wait for it.
    if (known.current !== null || asked.size > 0) next.current = performance.now() + APART;
    heard.current = new Set();
    try {
      const { items } = await call("GET /incidents", { query: { severity: "SEV1", limit: NEWEST } });
      const before = known.current;
      // The first look finds what was there before; of that, new is only what the feed has told of meanwhile.
      tell(items.filter((one) => (before ? !before.has(one.id) : asked.has(one.id)) && one.status === "TRIGGERED"));
      const kept = before && before.size < MOST_KNOWN ? before : [];
      known.current = new Set([...kept, ...asked, ...items.map((one) => one.id)]);
    } catch {
      // The page itself says that the server does not answer; the next change looks again.
    }
  };
  useFeed(["incident"], (news) => {
    if (news.kind === "changes") {
      const isNew = ({ id, severity }: Change) => severity === WORST && !known.current?.has(id);
      const fresh = news.changes.filter(isNew);
      if (fresh.length === 0) return;
      fresh.forEach(({ id }) => heard.current.add(id));
    }
    waiting.current ??= setTimeout(() => void look(), Math.max(0, next.current - performance.now()));
  });
  useEffect(() => () => clearTimeout(waiting.current), []);
  return null;
}

/** The newest by its name, and how many there are. */
function tell(fresh: readonly Incident[]): void {
  const newest = fresh[0];
  if (!newest) return;
  const values = { id: newest.short_id, title: newest.title };
  announce(fresh.length === 1 ? say("fires.one", values) : say("fires.many", { ...values, count: fresh.length }));
}
