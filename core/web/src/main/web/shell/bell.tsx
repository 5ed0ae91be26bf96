import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { short } from "../inbox/entries";
import { onRead } from "../inbox/told";
import { say } from "../words";
import { announce } from "./announce";
import { useLive } from "./feed";
import { Icon } from "./icon";
import { INBOX } from "./icons";
import { href, usePlace } from "./router";

/** At most twelve announcements a minute. */
const GAP = 5_000;

/** The way to the inbox, with how much in it is unread. Programs have none. */
export function Bell({ me }: { me: Self }) {
  return me.owner?.kind === "user" ? <UserBell user={me.owner.id} /> : null;
}

function UserBell({ user }: { user: string }) {
  const { path } = usePlace();
  const [count, setCount] = useState<number | null>(null);
  const [turn, setTurn] = useState(0);
  const before = useRef<number | null>(null);
  useEffect(() => onRead(() => setTurn((now) => now + 1)), []);
  useLive(
    ["inbox"],
    async (signal) => {
      try {
        const { unread } = await call("GET /me/inbox/unread", { signal });
        if (before.current !== null && unread.count > before.current) {
          announce(say("bell.unread", { count: unread.count }));
        }
        before.current = unread.count;
        setCount(unread.count);
      } catch {
        // A number that may be old is not shown; the page says what is wrong.
        if (!signal.aborted) setCount(null);
      }
    },
    `${user}/${turn}`,
    { gap: GAP, wants: (news) => news.kind === "anew" || news.changes.some((change) => change.id === user) },
  );
  return (
    <li>
      <a class="bell" href={href("/inbox")} title={say("bell")} aria-current={path === "/inbox" ? "page" : undefined}>
        <Icon of={INBOX} />
        <span class="lbl">{say("bell")} </span>
        <span class={count ? "number count" : "number"}>
          <span aria-hidden="true">{count === null ? "–" : short(count)}</span>
          {count !== null && <span class="unseen">{say("bell.unread", { count })}</span>}
        </span>
      </a>
    </li>
  );
}
