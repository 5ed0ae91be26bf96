import { useRef, useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import type { Self, TimelineLine } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { StatusMark } from "../incidents/status-mark";
import { ChangesBefore } from "./changes";
import { Clocks } from "./clocks";
import { Impact } from "../graph/impact";
import { AddLink, IncidentLinks } from "../graph/links";
import { Writing } from "../comment/writing";
import { Merges } from "../merging/merges";
import { Missing } from "../missing/missing";
import { ToldNotice } from "../updates/notice";
import { useTold } from "../updates/told";
import { UpdatesTab } from "../updates/updates";
import { WritingUpdate } from "../updates/writing";
import type { PageProps } from "../pages";
import { may } from "../session/session";
import { Download } from "../shell/download";
import { Failure, inWords } from "../shell/failure";
import { announce } from "../shell/announce";
import { type News, useLive } from "../shell/feed";
import { Form } from "../shell/form";
import { useKey } from "../shell/keys";
import { Loading } from "../shell/loading";
import { Menu } from "../shell/menu";
import { go, href, setQuery } from "../shell/router";
import { Tabs } from "../shell/tabs";
import { Title } from "../shell/title";
import { Ago } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { type Act, ACTS, actOn, offered } from "./act";
import { Alerts } from "./alerts";
import { correcting, Edit } from "./edit";
import { EditFacts } from "../fields/facts";
import { Facts } from "./facts";
import { canEscalate, type Newest, newestOf, stepOf } from "./newest";
import { Marked } from "./marked";
import { newestRun, Next } from "./next";
import { Obligations } from "./obligations";
import { Pages } from "./pages";
import { openPostMortem, PostMortemLine } from "./post-mortem";
import { PageSomebody } from "./page-somebody";
import { Present, usePresence } from "./presence";
import { Resolve } from "./resolve";
import { IncidentRunbook } from "./runbook";
import { Scopes } from "./scopes";
import { Snooze } from "./snooze";
import { Stages } from "./stages";
import { Tags } from "./tags";
import { Tasks } from "./tasks";
import { Text, Timeline } from "./timeline";
import { Umbrella } from "./umbrella";

export type Incident = Answer<"GET /incidents/{id}">;

const PAGE = 200;
/** Others' changes are announced so often at most. */
const APART = 5_000;
/** What stands on the page; the rest is behind "…". */
const AT_HAND: ReadonlySet<Act> = new Set(["acknowledge", "resolve"]);

/** One incident: what it is, what may be done, who was told, why, and what has happened. */
export function IncidentPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [incident, setIncident] = useState<Incident | null>(null);
  const [run, setRun] = useState<Newest | null>(null);
  const [lines, setLines] = useState<TimelineLine[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const [isWriting, setWriting] = useState(false);
  const [written, setWritten] = useState(0);
  const [isResolving, setResolving] = useState(false);
  const [isPaging, setPaging] = useState(false);
  const [isSnoozing, setSnoozing] = useState(false);
  const [isOpening, setOpening] = useState(false);
  const [isLinking, setLinking] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const [isUpdating, setUpdating] = useState(false);
  const present = usePresence(me, incident?.id ?? null, isWriting);
  const told = useTold(me, incident);
  const write = () => setUpdating(true);
  const tellOthers = useOthers(me);
  const isOf = (news: News) =>
    news.kind === "anew" || news.changes.some((one) => one.id === incident?.id || one.incident === incident?.id);

  useLive(
    ["incident", "alert"],
    async (signal) => {
      try {
        const path = { id };
        const [now, timeline, newest] = await Promise.all([
          call("GET /incidents/{id}", { path, signal }),
          call("GET /incidents/{id}/timeline", { path, query: { limit: PAGE }, signal }),
          newestRun(id, signal),
        ]);
        setIncident(now);
        setRun(newest);
        tellOthers(timeline.items);
        setLines((before) => withFirst(before, timeline.items));
        setCursor((before) => before ?? timeline.next);
        setFailure(null);
        return true;
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
        return signal.aborted;
      }
    },
    id + turn,
    { wants: isOf },
  );

  const show = (change: Partial<Incident>) => setIncident((before) => before && { ...before, ...change });
  const again = () => setTurn((before) => before + 1);
  const doIt = async (what: Act, message?: string) => {
    if (incident && (await actOn(me, incident, what, show, message))) again();
  };
  const byKey = (what: Act) => {
    if (incident && offered(me, incident, what)) void doIt(what);
  };
  const named = (what: Act) => (incident && offered(me, incident, what) ? say(`incident.${what}`) : undefined);
  useKey("a", () => byKey("acknowledge"), named("acknowledge"));
  useKey("r", () => byKey("resolve"), named("resolve"));
  const mayPage = incident !== null && incident.is_open && may(me, "incident.acknowledge", incident);
  const waiting = mayPage && incident.status === "TRIGGERED" && !incident.storm?.is_held;
  const mayEscalate = waiting && run !== null && canEscalate(run);
  const escalate = async () => {
    if (run === null) return;
    try {
      setRun(newestOf(await call("POST /incidents/{id}/escalate", { path: { id }, body: stepOf(run) })));
      toast(say("incident.escalate.done"));
    } catch (caught) {
      toastFailure(inWords(caught).text);
    }
    again();
  };
  useKey("e", () => void (mayEscalate && escalate()), mayEscalate ? say("incident.escalate") : undefined);
  const silence = `/silences?incident=${incident?.short_id ?? ""}`;
  const maySilence = (incident?.firing_count ?? 0) > 0 && me.permissions.includes("silence.manage");
  useKey("s", () => void (maySilence && go(silence)), maySilence ? say("incident.silence") : undefined);
  const mayComment = incident !== null && may(me, "incident.comment", incident);
  useKey(
    "c",
    () => {
      setQuery({ tab: incident?.origin === "storm" ? "timeline" : "" });
      // The tab is drawn with the address.
      setTimeout(() => document.getElementById("comment-text")?.focus());
    },
    mayComment ? say("incident.comment.go") : undefined,
  );

  if (!incident) {
    if (failure instanceof Refused && failure.status === 404) return <Missing />;
    return failure === null ? <Loading /> : <Failure failure={failure} again={again} />;
  }
  const more = async () => {
    const query = { limit: PAGE, cursor: cursor ?? undefined };
    const next = await call("GET /incidents/{id}/timeline", { path: { id }, query });
    setLines((before) => [...before, ...next.items]);
    setCursor(next.next);
  };
  const correct = correcting(me, incident, show, again);
  const behind = [
    ...ACTS.filter((what) => !AT_HAND.has(what) && what !== "reopen" && offered(me, incident, what)).map((what) => (
      <button key={what} type="button" onClick={() => void doIt(what)}>
        {say(`incident.${what}`)}
      </button>
    )),
    ...(mayPage && incident.status !== "MITIGATED"
      ? [
          <button key="snooze" type="button" onClick={() => setSnoozing(true)}>
            {say("incident.snooze")}
          </button>,
        ]
      : []),
    ...(may(me, "incident.acknowledge", incident)
      ? [
          <button key="update" type="button" onClick={write}>
            {say("update.write")}
          </button>,
        ]
      : []),
    ...(mayPage
      ? [
          <button key="page" type="button" onClick={() => setPaging(true)}>
            {say("incident.page")}
          </button>,
        ]
      : []),
    ...(may(me, "incident.acknowledge", incident) && me.permissions.includes("runbook.read")
      ? [
          <button key="runbook" type="button" onClick={() => setChoosing(true)}>
            {say("steps.attach")}
          </button>,
        ]
      : []),
    ...(maySilence
      ? [
          <a key="silence" href={href(silence)}>
            {say("incident.silence")}
          </a>,
        ]
      : []),
    ...(may(me, "incident.edit", incident)
      ? [
          <button key="duty" type="button" onClick={() => setOpening(true)}>
            {say("law.open")}
          </button>,
          <button key="link" type="button" onClick={() => setLinking(true)}>
            {say("links.add")}
          </button>,
        ]
      : []),
    ...(may(me, "post_mortem.edit", incident)
      ? [
          <button key="post-mortem" type="button" onClick={() => void openPostMortem(incident)}>
            {say("postmortem.start")}
          </button>,
        ]
      : []),
    <Download key="report" path={`/incidents/${incident.id}/report?format=pdf`} name="report.pdf">
      {say("incident.report")}
    </Download>,
    ...(me.permissions.includes("status_page.publish")
      ? [
          <a key="publish" href={href(`/status-page?publish=${incident.short_id}`)}>
            {say("incident.publish")}
          </a>,
        ]
      : []),
  ];
  const story = () => (
    <>
      <h2 id="timeline" class="unseen" tabIndex={-1}>
        {say("incident.timeline")}
      </h2>
      {mayComment && (
        <Comment
          me={me}
          key={written}
          writes={setWriting}
          send={async (message) => {
            await call("POST /incidents/{id}/comments", { path: { id }, body: { message } });
            toast(say("incident.comment.done"));
            setWriting(false);
            setWritten((before) => before + 1);
            again();
            // The form begins anew, and the focus is not lost with the old one.
            document.getElementById("timeline")?.focus();
          }}
        />
      )}
      <Timeline me={me} incident={incident.short_id} lines={lines} mayComment={mayComment} again={again} />
      {cursor !== null && (
        <button type="button" onClick={() => void more().catch(setFailure)}>
          {say("incident.timeline.more")}
        </button>
      )}
    </>
  );
  const timeline = { id: "timeline", title: say("incident.timeline"), view: story };
  const notified = { id: "notifications", title: say("incident.pages"), view: () => <Pages incident={incident} /> };
  const tasks = {
    id: "tasks",
    title: say("tasks.title"),
    view: () => <Tasks me={me} incident={incident} again={again} />,
  };
  const updates = {
    id: "updates",
    title: say("update.title"),
    view: () => <UpdatesTab me={me} incident={incident} told={told} write={write} />,
  };
  const tabs =
    incident.origin === "storm"
      ? [
          { id: "storm", title: say("incident.storm.holds"), view: () => <Umbrella incident={incident} me={me} /> },
          timeline,
          tasks,
          notified,
          updates,
        ]
      : [
          timeline,
          tasks,
          {
            id: "alerts",
            title: say("incident.alerts"),
            count: incident.alert_count,
            view: () => <Alerts me={me} incident={incident} />,
          },
          notified,
          updates,
        ];
  return (
    <article class="incident-page">
      <Title
        text={`${incident.short_id} ${incident.title}`}
        about={
          <>
            <SeverityMark severity={incident.severity} />
            <StatusMark status={incident.status} />
            <span>
              {incident.service_name} · <Ago at={incident.created_at} />
            </span>
            <Present {...present} />
          </>
        }
        actions={
          <div class="acts sticky-acts" role="group" aria-label={say("incident.actions")}>
            {ACTS.filter((what) => AT_HAND.has(what) && offered(me, incident, what))
              .map((what, i) => (
                <button
                  key={what}
                  type="button"
                  class={i === 0 ? "primary" : ""}
                  onClick={() => (what === "resolve" ? setResolving(true) : void doIt(what))}
                >
                  {say(what === "resolve" ? "incident.resolve.more" : `incident.${what}`)}
                </button>
              ))
              .reverse()}
            {behind.length > 0 && <Menu>{behind}</Menu>}
          </div>
        }
      />
      <Marked incident={incident} />
      {incident.is_open && <Next me={me} incident={incident} run={run} {...(mayEscalate ? { escalate } : {})} />}
      <ToldNotice me={me} incident={incident} told={told} write={write} />
      {isUpdating && (
        <WritingUpdate
          me={me}
          incident={incident}
          told={told}
          done={() => {
            told.again();
            again();
          }}
          close={() => setUpdating(false)}
        />
      )}
      {isPaging && <PageSomebody me={me} incident={incident} done={again} close={() => setPaging(false)} />}
      {isSnoozing && <Snooze incident={incident} done={again} close={() => setSnoozing(false)} />}
      {isLinking && <AddLink incident={incident} done={again} close={() => setLinking(false)} />}
      {isResolving && (
        <Resolve
          me={me}
          incident={incident}
          show={(now) => {
            show(now);
            again();
          }}
          close={() => setResolving(false)}
        />
      )}
      <div>
        {failure !== null && <Failure failure={failure} />}
        <IncidentRunbook
          me={me}
          incident={incident}
          again={again}
          isChoosing={isChoosing}
          close={() => setChoosing(false)}
        />
        {incident.description !== "" && <p class="panel text">{incident.description}</p>}
        {offered(me, incident, "reopen") && (
          <section class="panel">
            <Form isAside go={say("incident.reopen")} send={(values) => doIt("reopen", values["message"] ?? "")}>
              <Text label={say("incident.reopen.why")} />
            </Form>
          </section>
        )}
        <PostMortemLine incident={incident} />
        <Merges me={me} incident={incident} again={again} />
        <Clocks me={me} incident={incident} again={again} />
        <Stages incident={incident} />
        <Obligations me={me} incident={incident} again={again} isOpening={isOpening} close={() => setOpening(false)} />
        <Impact incident={incident} />
        <IncidentLinks me={me} incident={incident} again={again} />
        <section class="panel">
          <Tabs label={say("incident.tabs")} tabs={tabs} />
        </section>
      </div>
      <div class="aside">
        <section class="panel" aria-labelledby="details">
          <h2 id="details">{say("incident.details")}</h2>
          <Facts incident={incident} me={me} correct={correct} again={again} />
          {correct && (
            <Edit incident={incident} correct={correct}>
              <EditFacts
                incident={incident}
                changed={(now) => {
                  show(now);
                  again();
                }}
              />
            </Edit>
          )}
          <Scopes me={me} incident={incident} show={show} again={again} />
          <Tags me={me} incident={incident} show={show} />
        </section>
        <ChangesBefore me={me} incident={incident} />
      </div>
    </article>
  );
}

/** The first page was read again; what was read beyond it stays. */
function withFirst(before: TimelineLine[], first: TimelineLine[]): TimelineLine[] {
  const known = new Set(first.map((line) => line.id));
  return [...first, ...before.filter((line) => !known.has(line.id))];
}

/** Announces what others do with the incident while somebody reads it: the last of it, and not more often than is heard. */
function useOthers(me: Self): (lines: TimelineLine[]) => void {
  const known = useRef<Set<string> | null>(null);
  const next = useRef(0);
  return (lines) => {
    const before = known.current;
    known.current = new Set(lines.map((line) => line.id));
    const last = before && lines.findLast((line) => !before.has(line.id) && line.created_by !== me.owner?.name);
    if (!last || performance.now() < next.current) return;
    next.current = performance.now() + APART;
    announce(`${last.created_by}: ${last.message}`);
  };
}

function Comment({
  me,
  send,
  writes,
}: {
  me: Self;
  send: (message: string) => Promise<void>;
  writes: (isWriting: boolean) => void;
}) {
  return (
    <Form isAside go={say("incident.comment.go")} send={(values) => send(values["message"] ?? "")}>
      <Writing me={me} label={say("incident.comment")} hint={say("incident.comment.hint")} writes={writes} />
    </Form>
  );
}
