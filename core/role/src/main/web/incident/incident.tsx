import { useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import type { TimelineLine } from "../api/schema";
import { SeverityMark, StatusMark } from "../incidents/marks";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { may } from "../session/session";
import { announce } from "../shell/announce";
import { Failure, inWords } from "../shell/failure";
import { Form } from "../shell/form";
import { useKey } from "../shell/keys";
import { usePoll } from "../shell/poll";
import { Moment } from "../shell/time";
import { Title } from "../shell/title";
import { say } from "../words";
import { type Act, act, ACTS, offered } from "./act";

type Incident = Answer<"GET /incidents/{id}">;

const EVERY = 4_000;
const PAGE = 200;

/** One incident: what it is, what may be done, and what has happened. */
export function IncidentPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [incident, setIncident] = useState<Incident | null>(null);
  const [lines, setLines] = useState<TimelineLine[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [fault, setFault] = useState("");
  const [turn, setTurn] = useState(0);

  usePoll(
    EVERY,
    async (signal) => {
      try {
        const path = { id };
        const [now, timeline] = await Promise.all([
          call("GET /incidents/{id}", { path, signal }),
          call("GET /incidents/{id}/timeline", { path, query: { limit: PAGE }, signal }),
        ]);
        setIncident(now);
        setLines((before) => withFirst(before, timeline.items));
        setCursor((before) => before ?? timeline.next);
        setFailure(null);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    id + turn,
  );

  const doIt = async (what: Act, message?: string) => {
    setFault("");
    try {
      const after = await act(id, what, message);
      setIncident(after);
      setTurn((before) => before + 1);
      announce(say(`incident.${what}.done`, { id: after.short_id }));
    } catch (caught) {
      setFault(inWords(caught).text);
    }
  };
  const byKey = (what: Act) => {
    if (incident && offered(me, incident, what)) void doIt(what);
  };
  useKey("a", () => byKey("acknowledge"));
  useKey("r", () => byKey("resolve"));

  if (!incident) {
    if (failure instanceof Refused && failure.status === 404) return <Missing />;
    return failure === null ? (
      <p role="status">{say("loading")}</p>
    ) : (
      <Failure failure={failure} again={() => setTurn(turn + 1)} />
    );
  }
  const more = async () => {
    const next = await call("GET /incidents/{id}/timeline", {
      path: { id },
      query: { limit: PAGE, cursor: cursor ?? undefined },
    });
    setLines((before) => [...before, ...next.items]);
    setCursor(next.next);
  };
  return (
    <article>
      <Title text={`${incident.short_id} ${incident.title}`} />
      <p class="row">
        <SeverityMark severity={incident.severity} />
        <StatusMark status={incident.status} />
      </p>
      {failure !== null && <Failure failure={failure} />}
      <p role="alert" class="fault">
        {fault}
      </p>
      <div class="row" role="group" aria-label={say("incident.actions")}>
        {ACTS.filter((what) => what !== "reopen" && offered(me, incident, what)).map((what, i) => (
          <button key={what} type="button" class={i === 0 ? "primary" : ""} onClick={() => void doIt(what)}>
            {say(`incident.${what}`)}
          </button>
        ))}
      </div>
      {offered(me, incident, "reopen") && (
        <Form go={say("incident.reopen")} send={(values) => doIt("reopen", values["message"] ?? "")}>
          <Text label={say("incident.reopen.why")} />
        </Form>
      )}
      <Facts incident={incident} />
      {incident.description !== "" && <p class="text">{incident.description}</p>}
      <h2>{say("incident.timeline")}</h2>
      <Timeline lines={lines} />
      {cursor !== null && (
        <button type="button" onClick={() => void more().catch((caught: unknown) => setFault(inWords(caught).text))}>
          {say("incident.timeline.more")}
        </button>
      )}
      {may(me, "incident.comment", incident) && (
        <Comment
          key={turn}
          send={async (message) => {
            await call("POST /incidents/{id}/comments", { path: { id }, body: { message } });
            announce(say("incident.comment.done"));
            setTurn(turn + 1);
          }}
        />
      )}
    </article>
  );
}

/** The first page was read again; what was read beyond it stays. */
function withFirst(before: TimelineLine[], first: TimelineLine[]): TimelineLine[] {
  const known = new Set(first.map((line) => line.id));
  return [...first, ...before.filter((line) => !known.has(line.id))];
}

function Facts({ incident }: { incident: Incident }) {
  const clocks = [
    ["incident.created", incident.created_at],
    ["incident.acknowledged", incident.acknowledged_at],
    ["incident.mitigated", incident.mitigated_at],
    ["incident.resolved", incident.resolved_at],
  ] as const;
  return (
    <dl class="facts">
      <div>
        <dt>{say("incident.service")}</dt>
        <dd>{incident.service_name}</dd>
      </div>
      <div>
        <dt>{say("incident.team")}</dt>
        <dd>{incident.team.name}</dd>
      </div>
      <div>
        <dt>{say("incident.lead")}</dt>
        <dd>{incident.lead ?? say("incident.lead.none")}</dd>
      </div>
      {clocks.map(([word, at]) => (
        <div key={word}>
          <dt>{say(word)}</dt>
          <dd>{at === null ? say("incident.notYet") : <Moment at={at} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function Timeline({ lines }: { lines: TimelineLine[] }) {
  if (lines.length === 0) return <p class="soft">{say("incident.timeline.empty")}</p>;
  return (
    <ol class="timeline">
      {lines.map((line) => (
        <li key={line.id}>
          <span class="soft">
            <Moment at={line.timestamp} /> · {line.created_by} · {line.type}
          </span>
          <p class="text">{line.message}</p>
        </li>
      ))}
    </ol>
  );
}

function Text({ label }: { label: string }) {
  return (
    <p class="field">
      <label for="field-message">{label}</label>
      <textarea id="field-message" name="message" rows={3} required />
    </p>
  );
}

function Comment({ send }: { send: (message: string) => Promise<void> }) {
  return (
    <Form go={say("incident.comment.go")} send={(values) => send(values["message"] ?? "")}>
      <Text label={say("incident.comment")} />
    </Form>
  );
}
