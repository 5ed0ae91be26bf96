import { useRef, useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import type { InboxEntry } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { StatusMark } from "../incidents/status-mark";
import { announce } from "../shell/announce";
import { Failure, inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { exists, href, setQuery, usePlace } from "../shell/router";
import { Rows } from "../shell/rows";
import { useStill } from "../shell/still";
import { Ago } from "../shell/time";
import { Title } from "../shell/title";
import { toast, toastFailure } from "../shell/toast";
import { eventName } from "../deliveries/events";
import { say } from "../words";
import { leadsTo, marked } from "./entries";
import { tellRead } from "./told";

const PAGE = 100;
const MOST = 500;

type Inbox = Answer<"GET /me/inbox">;

/** What was sent to whoever reads it, the newest first. */
export function InboxPage() {
  const { query } = usePlace();
  const isUnread = query.get("unread") === "true";
  const limit = Math.min(MOST, Math.max(PAGE, Number(query.get("limit")) || PAGE));
  const key = `${isUnread}/${limit}`;
  const [read, setRead] = useState<{ key: string; inbox: Inbox } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  useLive(
    ["inbox"],
    async (signal) => {
      try {
        const inbox = await call("GET /me/inbox", { query: { limit, unread: isUnread ? "true" : "" }, signal });
        setFailure(null);
        setRead((before) => {
          if (before?.key !== key) announce(say("bell.unread", { count: inbox.unread.count }));
          return { key, inbox };
        });
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    `${key}/${tries}`,
  );
  const inbox = read?.key === key ? read.inbox : null;
  const { shown, newer, catchUp } = useStill(list, key, inbox?.items ?? NONE, (one) => one.id);

  const change = (ids: readonly string[], readAt: string | null) => {
    setRead((now) => now && { ...now, inbox: { ...now.inbox, items: marked(now.inbox.items, new Set(ids), readAt) } });
  };
  const mark = async (ids: string[], as: "read" | "unread") => {
    change(ids, as === "read" ? new Date().toISOString() : null);
    try {
      await call(as === "read" ? "POST /me/inbox/read" : "POST /me/inbox/unread", { body: { ids } });
      tellRead();
      announce(say(as === "read" ? "inbox.marked.read" : "inbox.marked.unread", { count: ids.length }));
    } catch (caught) {
      setTries((n) => n + 1);
      toastFailure(inWords(caught).text);
    }
  };
  const markAll = async (newest: InboxEntry) => {
    try {
      const { changed, read_at } = await call("POST /me/inbox/read", { body: { up_to: newest.id } });
      setTries((n) => n + 1);
      tellRead();
      toast(say("inbox.marked.read", { count: changed }), () => {
        call("POST /me/inbox/unread", { body: { read_at } })
          .then(() => {
            setTries((n) => n + 1);
            tellRead();
            toast(say("inbox.marked.unread", { count: changed }));
          })
          .catch((caught: unknown) => toastFailure(inWords(caught).text));
      });
    } catch (caught) {
      toastFailure(inWords(caught).text);
    }
  };

  const newest = inbox?.items[0];
  if (failure instanceof Refused && failure.status === 409) {
    return (
      <>
        <Title text={say("inbox.title")} />
        <p>{say("inbox.nobody")}</p>
      </>
    );
  }
  return (
    <>
      <Title text={say("inbox.title")} />
      <div class="filters">
        <label>
          {say("inbox.which")}
          <select
            value={isUnread ? "true" : ""}
            onChange={(event) => setQuery({ unread: event.currentTarget.value, limit: "" })}
          >
            <option value="">{say("inbox.which.all")}</option>
            <option value="true">{say("inbox.which.unread")}</option>
          </select>
        </label>
        {newest && (inbox?.unread.count ?? 0) > 0 && (
          <button type="button" onClick={() => void markAll(newest)}>
            {say("inbox.all")}
          </button>
        )}
      </div>
      {failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
      {!inbox && failure === null && <p role="status">{say("loading")}</p>}
      {inbox?.items.length === 0 && shown.length === 0 && <p>{say(isUnread ? "inbox.none.unread" : "inbox.none")}</p>}
      {shown.length > 0 && (
        <Rows
          list={list}
          label={say("inbox.list")}
          count={shown.length}
          keyOf={(i) => (shown[i] as InboxEntry).id}
          kindOf={(i) => ((shown[i] as InboxEntry).read_at === null ? "message unread" : "message")}
          draw={(i) => {
            const entry = shown[i] as InboxEntry;
            return <Row entry={entry} mark={(as) => void mark([entry.id], as)} />;
          }}
          newer={newer}
          onNewer={() => {
            catchUp();
            setTries(tries + 1);
          }}
          onKey={(pressed, i) => {
            const entry = shown[i] as InboxEntry;
            if (pressed !== "u") return false;
            void mark([entry.id], entry.read_at === null ? "read" : "unread");
            return true;
          }}
          onEnd={() => {
            if (inbox?.next && limit < MOST) setQuery({ limit: String(limit + PAGE) });
          }}
        />
      )}
    </>
  );
}

const NONE: readonly InboxEntry[] = [];

function Row({ entry, mark }: { entry: InboxEntry; mark: (as: "read" | "unread") => void }) {
  const path = leadsTo(entry);
  const isUnread = entry.read_at === null;
  const opened = () => {
    if (isUnread) mark("read");
  };
  return (
    <>
      <SeverityMark severity={entry.severity} />
      <span class="what">
        {path !== null && exists(path) ? (
          <a href={href(path)} onClick={opened}>
            {isUnread && <span aria-hidden="true">● </span>}
            {entry.title}
            {isUnread && <span class="unseen"> {say("inbox.unread")}</span>}
          </a>
        ) : (
          <strong>
            {isUnread && <span aria-hidden="true">● </span>}
            {entry.title}
            {isUnread && <span class="unseen"> {say("inbox.unread")}</span>}
          </strong>
        )}
        <span class="soft">
          <Ago at={entry.at} isInRow /> · {eventName(entry.event)}
          {entry.text !== null && <> · {entry.text}</>}
          {entry.note !== null && <> · {entry.note}</>}
        </span>
      </span>
      {entry.incident && <StatusMark status={entry.incident.status} />}
      <button type="button" onClick={() => mark(isUnread ? "read" : "unread")}>
        {say(isUnread ? "inbox.mark.read" : "inbox.mark.unread")}
        <span class="unseen"> {entry.title}</span>
      </button>
    </>
  );
}
