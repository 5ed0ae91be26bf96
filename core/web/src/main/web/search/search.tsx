import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { SeverityMark } from "../incidents/marks";
import { announce } from "../shell/announce";
import { Failure } from "../shell/failure";
import { isForPage, meant, useKey } from "../shell/keys";
import { Loading } from "../shell/loading";
import { usePoll } from "../shell/poll";
import { href, setQuery, usePlace } from "../shell/router";
import { Ago } from "../shell/time";
import { Title } from "../shell/title";
import { say } from "../words";
import { parts, type Range } from "./marked";
import { joined, unfinished } from "./older";

type Found = Answer<"GET /search">;
type Kind = Found["kinds"][number];
type Item = Kind["items"][number];

const PAUSE = 300;
const LONGEST = 200;
const FEW = 10;
const MOST = 100;
/** So often a search goes on where the server ended it. */
const TIMES = 40;

/** What has the words of the address, by kind. */
export function Search() {
  const { query } = usePlace();
  const q = (query.get("q") ?? "").trim();
  const kind = query.get("kind") ?? "";
  const key = JSON.stringify([q, kind]);
  const [shown, setShown] = useState<{ key: string; found: Found; goesOn: boolean } | null>(null);
  const [failed, setFailed] = useState<{ key: string; failure: unknown } | null>(null);
  const [tries, setTries] = useState(0);
  const results = useRef<HTMLDivElement>(null);

  // A search reads much, so it is not repeated by itself.
  usePoll(
    0,
    async (signal) => {
      if (q === "" || (shown?.key === key && !shown.goesOn)) return;
      const limit = kind === "" ? FEW : MOST;
      try {
        let found = await call("GET /search", { query: { q, kind, limit }, signal });
        for (let times = 0; times <= TIMES; times++) {
          if (signal.aborted) return;
          const rest = times < TIMES ? unfinished(found, limit) : null;
          setFailed(null);
          setShown({ key, found, goesOn: rest !== null });
          if (rest === null) break;
          found = joined(found, await call("GET /search", { query: { q, limit, ...rest }, signal }), limit);
        }
        announce(counted(found));
      } catch (failure) {
        if (!signal.aborted) setFailed({ key, failure });
      }
    },
    key + tries,
  );

  const found = shown?.key === key ? shown.found : null;
  const failure = failed?.key === key ? failed.failure : null;
  return (
    <>
      <Title text={say("search.title")} />
      <Field q={q} down={() => results.current?.querySelector("a")?.focus()} />
      {kind !== "" && (
        <p>
          <a href={address(q, "")}>{say("search.all")}</a>
        </p>
      )}
      {q === "" && <p class="soft">{say("search.how")}</p>}
      {q !== "" && failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
      {q !== "" && !found && failure === null && <Loading />}
      <div ref={results} onKeyDown={move}>
        {found?.kinds.every((one) => one.items.length === 0) && (
          <p>
            {say(
              shown?.goesOn
                ? "search.goesOn"
                : found.kinds.every((one) => one.complete)
                  ? "search.none"
                  : "search.none.ended",
            )}
          </p>
        )}
        {found?.kinds
          .filter((one) => one.items.length > 0)
          .map((one) => (
            <Results key={one.kind} kind={one} q={q} isOnly={kind !== ""} goesOn={shown?.goesOn === true} />
          ))}
      </div>
    </>
  );
}

function Field({ q, down }: { q: string; down: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed.trim() !== q) setTyped(q);
  }, [q]);
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => setQuery({ q: typed.trim(), kind: "" }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    if (q === "") field.current?.focus();
  }, []);
  useKey("/", () => field.current?.select(), say("search.field"));
  return (
    <search class="filters">
      <label class="find">
        {say("search.field")}
        <input
          ref={field}
          type="search"
          value={typed}
          maxLength={LONGEST}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            down();
          }}
        />
      </label>
    </search>
  );
}

function Results({ kind, q, isOnly, goesOn }: { kind: Kind; q: string; isOnly: boolean; goesOn: boolean }) {
  const heading = `search-${kind.kind.toLowerCase()}`;
  const isFull = kind.items.length >= (isOnly ? MOST : FEW);
  const hasMore = kind.more || kind.total > kind.items.length || (isFull && !kind.complete);
  return (
    <section aria-labelledby={heading} class="results">
      <h2 id={heading}>
        {say(`search.kind.${kind.kind}`)}{" "}
        <span class="soft">
          {say(kind.more || !kind.complete ? "search.count.more" : "search.count", { count: kind.total })}
        </span>
      </h2>
      <ul class="list">
        {kind.items.map((item) => (
          <Result key={item.id} kind={kind.kind} item={item} />
        ))}
      </ul>
      {hasMore &&
        (isOnly ? (
          <p class="soft">{say("search.most", { count: kind.items.length })}</p>
        ) : (
          <p>
            <a href={address(q, kind.kind)}>{say(`search.only.${kind.kind}`)}</a>
          </p>
        ))}
      {!kind.complete && !isFull && (
        <p class="soft">{say(goesOn && kind.older !== null ? "search.goesOn" : "search.ended")}</p>
      )}
    </section>
  );
}

function Result({ kind, item }: { kind: Kind["kind"]; item: Item }) {
  const to = target(kind, item);
  const title = <Marked text={item.title} ranges={item.title_ranges} />;
  return (
    <li>
      <p class="found">
        {item.severity && (
          <>
            <SeverityMark severity={item.severity} />{" "}
          </>
        )}
        {to === null ? title : <a href={href(to)}>{title}</a>}
      </p>
      {item.text !== "" && (
        <p class="excerpt">
          <Marked text={item.text} ranges={item.text_ranges} />
        </p>
      )}
      {item.at !== null && (
        <p class="soft">
          {item.status !== null && <>{status(item.status)} · </>}
          {kind === "ALERT" && item.incident !== null && <>{item.incident.short_id} · </>}
          <Ago at={item.at} />
        </p>
      )}
    </li>
  );
}

/** A text as it is, with what was found in mark elements: never as HTML. */
function Marked({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  return <>{parts(text, ranges).map((one, i) => (one.isFound ? <mark key={i}>{one.text}</mark> : one.text))}</>;
}

function address(q: string, kind: string): string {
  return href(`/search?${new URLSearchParams(kind === "" ? { q } : { q, kind })}`);
}

/** Where a result leads; null for what has no page. */
function target(kind: Kind["kind"], item: Item): string | null {
  switch (kind) {
    case "INCIDENT":
    case "TIMELINE":
      return item.incident && `/incidents/${item.incident.short_id}`;
    case "ALERT":
      return `/alerts/${item.id}`;
    case "SERVICE":
      return `/incidents?${new URLSearchParams({ service: item.title })}`;
    case "TEAM":
      return `/incidents?${new URLSearchParams({ team: item.title })}`;
    case "SCHEDULE":
      return `/schedules/${item.id}`;
    case "POLICY":
      return `/policies/${item.id}`;
    default:
      return null;
  }
}

const STATUSES = ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED", "RESOLVED", "FIRING", "SUPPRESSED"] as const;

function status(of: string): string {
  const known = STATUSES.find((one) => one === of);
  return known === undefined
    ? of
    : known === "FIRING" || known === "SUPPRESSED"
      ? say(`search.status.${known}`)
      : say(`status.${known}`);
}

function counted(found: Found): string {
  return say(found.kinds.some((one) => one.more) ? "search.counted.more" : "search.counted", { count: found.total });
}

/** j and k, or the arrows, from one result to the next, whatever their kinds. */
function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const key = meant(event);
  const by = key === "j" || key === "ArrowDown" ? 1 : key === "k" || key === "ArrowUp" ? -1 : 0;
  const isArrow = event.key.startsWith("Arrow");
  if (by === 0 || !(isArrow ? !event.ctrlKey && !event.metaKey && !event.altKey : isForPage(event))) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(".found a")];
  const next = links[links.findIndex((link) => link === document.activeElement) + by];
  if (!next || !links.some((link) => link === document.activeElement)) return;
  event.preventDefault();
  next.focus();
}
