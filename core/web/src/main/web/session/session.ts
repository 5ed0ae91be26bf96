import { useEffect, useState } from "preact/hooks";
import { type Answer, call, mayHaveSession, onSessionLost, Refused } from "../api/client";
import type { Self } from "../api/schema";
import { feedFor } from "../shell/feed";
import { takeOver } from "../shell/preferences";
import { go, place } from "../shell/router";

/** Who uses the dashboard: not known yet, nobody, somebody, or not to be found out. */
export type Session =
  | { kind: "asking" }
  | { kind: "nobody" }
  | { kind: "somebody"; me: Self }
  | { kind: "failed"; failure: unknown };

let session: Session = { kind: "asking" };
let hasEnded = false;
const listeners = new Set<(now: Session) => void>();

function set(to: Session): void {
  session = to;
  feedFor(to.kind === "somebody" ? to.me : null);
  listeners.forEach((listener) => listener(to));
}

export function useSession(): Session {
  const [now, setNow] = useState(session);
  useEffect(() => {
    listeners.add(setNow);
    setNow(session);
    return () => void listeners.delete(setNow);
  }, []);
  return now;
}

/** Asks the server who has the session. */
export async function askWhoIsThere(): Promise<void> {
  if (!mayHaveSession()) {
    set({ kind: "nobody" });
    return;
  }
  try {
    set({ kind: "somebody", me: await call("GET /me") });
    hasEnded = false;
    takeOver().catch(() => {}); // Until it can be read, what this browser keeps counts.
  } catch (failure) {
    const isOver = failure instanceof Refused && failure.status === 401;
    hasEnded ||= isOver;
    set(isOver ? { kind: "nobody" } : { kind: "failed", failure });
  }
}

/** Whether there was a session that is over; else nobody has logged in here yet. */
export function sessionEnded(): boolean {
  return hasEnded;
}

/** After a session's end: log in, and come back to where one was. */
export function toLogin(): void {
  const here = place();
  if (here.path === "/login") return;
  const next = here.path + location.search;
  go("/login" + (next === "/" ? "" : `?next=${encodeURIComponent(next)}`), true);
}

export async function logOut(): Promise<void> {
  await call("POST /auth/logout");
  set({ kind: "nobody" });
  go("/login");
}

export function watchSession(): void {
  onSessionLost(() => {
    if (session.kind === "somebody") {
      hasEnded = true;
      set({ kind: "nobody" });
    }
  });
}

type Incident = Answer<"GET /incidents/{id}">;

/**
 * Whether to offer an action on an incident. The server decides: who is on call for the team may more than is known here.
 */
export function may(me: Self, permission: string, of: Pick<Incident, "team" | "lead">): boolean {
  return (
    me.permissions.includes(permission) ||
    me.grants.some((grant) => grant.permission === permission && (!grant.team || grant.team.id === of.team.id)) ||
    (of.lead !== null && of.lead === me.owner?.name)
  );
}
