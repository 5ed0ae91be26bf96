import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { say } from "../words";
import { Face } from "../shell/face";
import { named } from "./persons";

type Others = Answer<"PUT /incidents/{id}/presence">;

/** The server forgets who says nothing for 40 seconds. */
const EVERY = 15_000;
const NOBODY: Others = { others: [], more: 0 };

/**
 * Tells the server that somebody looks at an incident, for as long as they can see the page, and learns who else does.
 *
 * @param incident its UUID; null until it is known
 */
export function usePresence(me: Self, incident: string | null, isWriting: boolean): Others {
  const [others, setOthers] = useState<Others>(NOBODY);
  const state = useRef<"looking" | "writing">("looking");
  const tell = useRef<(() => void) | null>(null);
  const isUser = me.owner?.kind === "user";
  useEffect(() => {
    if (incident === null || !isUser) return;
    // One per page and incident, so that leaving one does not hide another.
    const page = crypto.randomUUID();
    let isOver = false;
    const put = (as: "looking" | "writing" | "gone") =>
      call("PUT /incidents/{id}/presence", {
        path: { id: incident },
        body: { page, state: as },
        keepalive: as === "gone",
      });
    let isAsking = false;
    let isChanged = false;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      // Two at once may arrive in the other order, and the older state would stay.
      isChanged = isAsking;
      if (isAsking) return;
      isAsking = true;
      const show = (now: Others) => {
        isAsking = false;
        if (isOver) return;
        setOthers(now);
        if (isChanged) look();
      };
      // If nobody answers, whoever was there may be gone by now.
      put(state.current).then(show, () => show(NOBODY));
    };
    const leave = () => void put("gone").catch(() => {});
    const turn = () => (document.visibilityState === "visible" ? look() : leave());
    tell.current = look;
    look();
    const every = setInterval(look, EVERY);
    document.addEventListener("visibilitychange", turn);
    return () => {
      isOver = true;
      tell.current = null;
      clearInterval(every);
      document.removeEventListener("visibilitychange", turn);
      setOthers(NOBODY);
      leave();
    };
  }, [incident, isUser]);
  useEffect(() => {
    const now = isWriting ? "writing" : "looking";
    if (state.current === now) return;
    state.current = now;
    tell.current?.();
  }, [isWriting]);
  return others;
}

/** Who else is here. It is not announced: people come and go, and what they do is told by the timeline. */
export function Present({ others, more }: Others) {
  return others.length === 0 ? null : (
    <span class="wrap present">
      <span class="soft">{say("incident.present")}</span>
      <span role="list" class="wrap">
        {others.map((one) => (
          <span key={one.id} role="listitem" title={one.username}>
            <Face name={named(one)} />{" "}
            {one.state === "writing" ? say("incident.present.writes", { name: named(one) }) : named(one)}
          </span>
        ))}
        {more > 0 && <span role="listitem">{say("incident.present.more", { count: more })}</span>}
      </span>
    </span>
  );
}
