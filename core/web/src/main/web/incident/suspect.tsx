import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { lengthOf } from "../shell/length";
import { safeLink } from "../shell/markdown";
import { Moment } from "../shell/time";
import { say } from "../words";
import type { Incident } from "./incident";

type Suspect = Answer<"GET /incidents/{id}/changes">["suspects"][number];
type Line = Suspect["lines"][number];
type Judgement = Suspect["judgement"];

const LONGEST_WHY = 2_000;
const MINUTE = 60;
const REASONS = [
  "same_service",
  "dependency",
  "same_environment",
  "age",
  "failed",
  "setting",
  "overridden",
  "ungated",
  "history",
  "reported",
] as const;

/** A change that may have caused the incident: its score, the lines that it is the sum of, and what people say of it. */
export function SuspectEntry({
  me,
  incident,
  suspect,
  state,
  before,
  changed,
}: {
  me: Self;
  incident: Incident;
  suspect: Suspect;
  /** Of a deployment. */
  state: ComponentChildren;
  /** How long before the incident. */
  before: string;
  changed: () => void;
}) {
  const [asked, setAsked] = useState<"confirmed" | "rejected" | null>(null);
  const link = safeLink(suspect.link);
  const judge = (judgement: Judgement, why: string) =>
    call("POST /incidents/{id}/changes/{change_kind}/{change}/judgement", {
      path: { id: incident.id, change_kind: suspect.kind, change: suspect.id },
      body: { judgement, why },
    });
  const { judged } = suspect;
  return (
    <li class="entry">
      <div>
        {state}{" "}
        {suspect.judgement !== "suspected" && (
          <span class={`pill ${suspect.judgement === "confirmed" ? "bad" : ""}`}>
            {say(`incident.suspect.${suspect.judgement}`)}
          </span>
        )}{" "}
        {link === null ? (
          suspect.title
        ) : (
          <a href={link} rel="noreferrer">
            {suspect.title}
          </a>
        )}
        <span class="soft">
          {" "}
          {suspect.author && `${suspect.author} · `}
          {before} · <Moment at={suspect.happened_at} />
        </span>
        {suspect.lines.length > 0 && (
          <details>
            <summary>
              {say("incident.suspect.score", { score: suspect.score })}
              <span class="unseen"> {suspect.title}</span>
            </summary>
            <ul>
              {suspect.lines.map((line) => (
                <li key={line.reason}>
                  {say("incident.suspect.points", { points: line.points })} {textOf(line)}
                </li>
              ))}
            </ul>
          </details>
        )}
        {judged !== null && suspect.judgement !== "suspected" && (
          <p class="soft">
            {judged.by} · <Moment at={judged.at} />
            {judged.why !== "" && ` · ${judged.why}`}
          </p>
        )}
        {may(me, "incident.acknowledge", incident) && (
          <p class="row">
            {suspect.judgement === "suspected" ? (
              <>
                <Deed about={suspect.title} act={async () => setAsked("confirmed")}>
                  {say("incident.suspect.confirm")}
                </Deed>
                <Deed about={suspect.title} act={async () => setAsked("rejected")}>
                  {say("incident.suspect.reject")}
                </Deed>
              </>
            ) : (
              <Deed
                about={suspect.title}
                act={async () => {
                  await judge("suspected", "");
                  changed();
                }}
              >
                {say("incident.suspect.undo")}
              </Deed>
            )}
          </p>
        )}
      </div>
      {asked !== null && (
        <Dialog title={say(`incident.suspect.${asked}.title`, { title: suspect.title })} close={() => setAsked(null)}>
          <Form
            go={say(asked === "confirmed" ? "incident.suspect.confirm" : "incident.suspect.reject")}
            send={async ({ why = "" }) => {
              await judge(asked, why);
              setAsked(null);
              changed();
            }}
          >
            <Field label={say("incident.suspect.why")} name="why" maxLength={LONGEST_WHY} />
          </Form>
        </Dialog>
      )}
    </li>
  );
}

/** Why there are points; as the server says it where this page does not know the reason yet. */
function textOf(line: Line): string {
  const reason = REASONS.find((one) => one === line.reason);
  if (reason === undefined) return line.text;
  if (reason === "age")
    return say("incident.change.before", { length: lengthOf((line.minutes ?? 0) * MINUTE, MINUTE) });
  if (reason === "history") {
    return say("incident.suspect.history", { confirmed: line.confirmed ?? 0, judged: line.judged ?? 0 });
  }
  return say(`incident.suspect.${reason}`);
}
