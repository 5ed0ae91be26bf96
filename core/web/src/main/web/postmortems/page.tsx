import { useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import type { Self } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Download } from "../shell/download";
import { Menu } from "../shell/menu";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { Ago, Moment } from "../shell/time";
import { Title } from "../shell/title";
import { say } from "../words";
import { Actions } from "./actions";
import { CitedEntries } from "./cited";
import { Moving, type Step } from "./moving";
import { dutyOf, type Head, isAuthor, mayEdit, ownerOf, type PostMortem, tone } from "./post-mortem";
import { SectionPart } from "./section";

type Edition = Answer<"GET /incidents/{id}/post-mortem/versions">["items"][number];

interface Written {
  of: PostMortem;
  editions: Edition[];
}

async function readOf(id: string, signal?: AbortSignal): Promise<Written> {
  const given = { path: { id }, ...(signal && { signal }) };
  const [of, editions] = await Promise.all([
    call("GET /incidents/{id}/post-mortem", given),
    call("GET /incidents/{id}/post-mortem/versions", given),
  ]);
  return { of, editions: editions.items };
}

/** The post-mortem of one incident: read, written a section at a time, reviewed and published. */
export function PostMortemPage({ me, params }: PageProps) {
  const id = params["incident"] ?? "";
  const [turn, setTurn] = useState(0);
  const read = useRead(`post-mortem ${id} ${turn}`, (signal) => readOf(id, signal), ["incident"]);
  // What was read before stays while it is read again, so that nothing that is typed is lost.
  const [last, setLast] = useState<Written | null>(null);
  if (read.value !== null && read.value !== last) setLast(read.value);
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  const shown = read.value ?? last;
  // What follows a change is based on what the change made of it: the next step waits for that.
  const again = async () => {
    const now = await readOf(id).catch(() => null);
    if (now !== null) setLast(now);
    setTurn((before) => before + 1);
  };
  return shown === null ? (
    <Ready read={read}>{() => null}</Ready>
  ) : (
    <Shown me={me} of={shown.of} editions={shown.editions} again={again} />
  );
}

function Shown({ me, of, editions, again }: Written & { me: Self; again: () => Promise<void> }) {
  const [edited, setEdited] = useState<string | null>(null);
  const [step, setStep] = useState<Step | null>(null);
  const may = mayEdit(me, of);
  const isWritable = may && of.state !== "not_needed";
  const name = of.incident.short_id;
  return (
    <article class="incident-page">
      <Title
        text={say("postmortem.title", { id: name })}
        about={
          <>
            <span class={`pill ${tone(of)}`}>{say(`postmortem.state.${of.state}`)}</span>
            <SeverityMark severity={of.incident.severity} />
            <Due of={of} />
            <a href={href(`/incidents/${name}`)}>
              {name} {of.incident.title}
            </a>
          </>
        }
        actions={<Deeds me={me} of={of} mayEdit={may} begin={setStep} />}
      />
      <div>
        {of.sections.slice(0, 2).map((section) => (
          <SectionPart
            key={section.section}
            incident={of.incident.id}
            section={section}
            mayEdit={isWritable && edited === null}
            isEdited={edited === section.section}
            edit={(is) => setEdited(is ? section.section : null)}
            changed={again}
          />
        ))}
        <CitedEntries of={of} mayEdit={isWritable} changed={again} />
        {of.sections.slice(2).map((section) => (
          <SectionPart
            key={section.section}
            incident={of.incident.id}
            section={section}
            mayEdit={isWritable && edited === null}
            isEdited={edited === section.section}
            edit={(is) => setEdited(is ? section.section : null)}
            changed={again}
          />
        ))}
        <Actions me={me} of={of} />
      </div>
      <div class="aside">
        <Review of={of} mayEdit={may} begin={setStep} />
        {editions.length > 0 && <Editions incident={of.incident.id} editions={editions} />}
      </div>
      {step !== null && (
        <Moving
          me={me}
          of={of}
          step={step}
          done={async () => {
            await again();
            setStep(null);
          }}
          close={() => setStep(null)}
        />
      )}
    </article>
  );
}

/** When it is due, and why. */
function Due({ of }: { of: Head }) {
  const why = dutyOf(of);
  if (why === null) return <span>{say("postmortem.not_required")}</span>;
  if (of.is_suspended) return <span>{say("postmortem.suspended", { why })}</span>;
  return (
    <span>
      {say("postmortem.required", { why })}
      {of.due_at !== null && of.published === null && of.state !== "not_needed" && (
        <>
          {" · "}
          {say(of.is_overdue ? "postmortem.was_due" : "postmortem.due.on")} <Moment at={of.due_at} />
        </>
      )}
    </span>
  );
}

function Deeds({ me, of, mayEdit: may, begin }: { me: Self; of: Head; mayEdit: boolean; begin: (step: Step) => void }) {
  const mayCallOff =
    may &&
    (of.state === "draft" || of.state === "review") &&
    of.published === null &&
    (of.duty === null || me.permissions.includes("post_mortem.waive"));
  const isPublishable = of.state === "review" && of.incident.status === "RESOLVED" && !isAuthor(me, of);
  return (
    <div class="acts">
      {may && of.state === "draft" && (
        <button type="button" class="primary" onClick={() => begin("review")}>
          {say("postmortem.review")}
        </button>
      )}
      {may && of.state === "not_needed" && (
        <button type="button" onClick={() => begin("return")}>
          {say("postmortem.needed")}
        </button>
      )}
      {may && of.state === "review" && (
        <button type="button" onClick={() => begin("return")}>
          {say("postmortem.return")}
        </button>
      )}
      {may && isPublishable && (
        <button type="button" class="primary" onClick={() => begin("publish")}>
          {say("postmortem.publish")}
        </button>
      )}
      <Menu>
        {(["pdf", "docx", "md"] as const).map((format) => (
          <Download
            key={format}
            path={`/incidents/${of.incident.id}/post-mortem/document?format=${format}`}
            name={`post-mortem.${format}`}
          >
            {say(`postmortem.download.${format}`)}
          </Download>
        ))}
        {mayCallOff && (
          <button type="button" onClick={() => begin("not_needed")}>
            {say("postmortem.not_needed")}
          </button>
        )}
      </Menu>
    </div>
  );
}

/** How far it is, and who writes and reads it. */
function Review({ of, mayEdit: may, begin }: { of: Head; mayEdit: boolean; begin: (step: Step) => void }) {
  const way = ["draft", "review", "published"] as const;
  const at = way.findIndex((one) => one === of.state);
  return (
    <section class="panel" aria-labelledby="review">
      <h2 id="review">{say("postmortem.progress")}</h2>
      {at < 0 ? (
        <p>{of.not_needed_reason}</p>
      ) : (
        <ol class="stages" aria-label={say("postmortem.state")}>
          {way.map((one, i) => (
            <li key={one} class={i < at ? "done" : ""} aria-current={i === at ? "step" : undefined}>
              <strong>{say(`postmortem.state.${one}`)}</strong>
              <span>{i === at && <Ago at={of.state_at} />}</span>
            </li>
          ))}
        </ol>
      )}
      <dl class="facts">
        <div>
          <dt>{say("postmortem.owner")}</dt>
          <dd>{ownerOf(of)}</dd>
        </div>
        <div>
          <dt>{say("postmortem.reviewer")}</dt>
          <dd>{of.reviewer?.username ?? "–"}</dd>
        </div>
        <div>
          <dt>{say("postmortem.version")}</dt>
          <dd>{of.number}</dd>
        </div>
      </dl>
      {may && (
        <button type="button" onClick={() => begin("people")}>
          {say("postmortem.people")}
        </button>
      )}
      <p class="soft">{say("postmortem.rule")}</p>
    </section>
  );
}

function Editions({ incident, editions }: { incident: string; editions: Edition[] }) {
  return (
    <section class="panel" aria-labelledby="editions">
      <h2 id="editions">{say("postmortem.editions")}</h2>
      <ul class="list">
        {editions.map((one) => (
          <li key={one.number} class="entry">
            <span>
              <Download
                path={`/incidents/${incident}/post-mortem/document?format=pdf&version=${one.number}`}
                name="post-mortem.pdf"
              >
                {say("postmortem.edition", { number: one.number, by: one.published_by })}
              </Download>
            </span>
            <Moment at={one.published_at} />
          </li>
        ))}
      </ul>
    </section>
  );
}
