import type { DecidedBy, Self, TimelineLine } from "../api/schema";
import { Comment } from "../comment/comment";
import { Icon } from "../shell/icon";
import * as icon from "../shell/icons";
import { Rich } from "../shell/rich";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { say, type Word } from "../words";
import { ofSeveral, whither } from "./decided";

/** The comment itself shows these. */
const UNSHOWN: ReadonlySet<string> = new Set(["COMMENT_EDITED", "COMMENT_DELETED"]);

/** Who has written what nobody wrote. */
const SYSTEM = "system";

/** What an entry tells of, before it is read. */
const SIGNS: Record<string, { icon: string; kind?: "ok" | "warn" | "bad" | "info" }> = {
  NOTE: { icon: icon.COMMENT },
  STATUS_CHANGE: { icon: icon.CHECK, kind: "ok" },
  ALERT_SENT: { icon: icon.PAGED, kind: "warn" },
  REMINDER: { icon: icon.PAGED, kind: "warn" },
  ESCALATION: { icon: icon.ESCALATED, kind: "warn" },
  NOTIFICATION_FAILED: { icon: icon.WARNING, kind: "bad" },
  ALERT_RECEIVED: { icon: icon.ALERTS, kind: "info" },
  ALERT_RESOLVED: { icon: icon.ALERTS, kind: "info" },
  SEVERITY_CHANGE: { icon: icon.INCIDENTS, kind: "bad" },
  REOPENED: { icon: icon.INCIDENTS, kind: "bad" },
};

/** What has happened, the oldest first. What people wrote is Markdown; all else is text as it is, and leads to what decided it. */
export function Timeline({
  me,
  incident,
  lines,
  mayComment,
  again,
}: {
  me: Self;
  incident: string;
  lines: TimelineLine[];
  mayComment: boolean;
  again: () => void;
}) {
  if (lines.length === 0) return <p class="soft">{say("incident.timeline.empty")}</p>;
  const comment = (line: TimelineLine) =>
    line.comment && (
      <Comment
        me={me}
        incident={incident}
        author={line.created_by}
        authorId={line.metadata["author_id"]}
        text={line.message}
        state={line.comment}
        mayComment={mayComment}
        again={again}
      />
    );
  const pinned = lines.filter((line) => line.comment?.is_pinned);
  return (
    <>
      {pinned.length > 0 && (
        <section aria-label={say("comment.pinned")}>
          {pinned.map((line) => (
            <blockquote key={line.id}>
              <p>
                <strong>{line.created_by}</strong>
              </p>
              <Rich text={line.message} />
            </blockquote>
          ))}
        </section>
      )}
      <ol class="timeline">
        {lines
          .filter((line) => !UNSHOWN.has(line.type))
          .map((line) => (
            <li key={line.id}>
              <span class={`dot ${SIGNS[line.type]?.kind ?? ""}`}>
                <Icon of={SIGNS[line.type]?.icon ?? icon.EDITED} />
              </span>
              <div>
                {line.type === "NOTE" ? (
                  <>
                    <p>
                      <strong>{line.created_by === SYSTEM ? lineName(line.type) : line.created_by}</strong>{" "}
                      {line.created_by !== SYSTEM && <span class="soft">{lineName(line.type)}</span>}
                    </p>
                    {comment(line) ?? (
                      <div class="said">
                        <Rich text={line.message} />
                      </div>
                    )}
                  </>
                ) : (
                  <>
                    <p class="text">
                      <strong>{line.message}</strong>
                    </p>
                    <p class="soft">
                      {lineName(line.type)}
                      {line.created_by !== SYSTEM && ` · ${line.created_by}`}
                    </p>
                  </>
                )}
                <Causes me={me} incident={incident} line={line} />
              </div>
              <Moment at={line.timestamp} />
            </li>
          ))}
      </ol>
    </>
  );
}

/** What decided an entry, each with a link for whoever may see it. */
function Causes({ me, incident, line }: { me: Self; incident: string; line: TimelineLine }) {
  const may = (permission: string) => me.permissions.includes(permission);
  const several = ofSeveral(line.type);
  const shownSeveral = several !== null && line.decided_by.length === 0 && may(several.permission) ? several : null;
  if (line.decided_by.length === 0 && shownSeveral === null) return null;
  return (
    <ul class="wrap" aria-label={say("incident.decided")}>
      {line.decided_by.map((one, i) => {
        const { path, permission } = whither(one);
        return <li key={i}>{may(permission) ? <a href={href(path)}>{named(one)}</a> : named(one)}</li>;
      })}
      {shownSeveral && (
        <li>
          <a href={href(shownSeveral.path + incident)}>{say(shownSeveral.word)}</a>
        </li>
      )}
    </ul>
  );
}

function named({ kind, name = "", version = 0, round = 1, step }: DecidedBy): string {
  switch (kind) {
    case "rule_set":
      return say("incident.decided.rule_set", { version: String(version) });
    case "escalation_policy":
      return step === undefined
        ? say("incident.decided.policy", { name, version: String(version) })
        : say("incident.decided.step", { name, version: String(version), round, step });
    case "schedule":
      return say("incident.decided.schedule", { name });
    case "alert":
    case "delivery":
      return say(`incident.decided.${kind}`);
  }
}

/** The text of an action. */
export function Text({ label }: { label: string }) {
  return (
    <p class="field">
      <label for="field-message">{label}</label>
      <textarea id="field-message" name="message" rows={3} required />
    </p>
  );
}

const LINES: ReadonlySet<string> = new Set([
  "STATUS_CHANGE",
  "NOTE",
  "ALERT_SENT",
  "NOTIFICATION_FAILED",
  "NOTIFICATION_CANCELLED",
  "ALERT_RECEIVED",
  "ALERT_RESOLVED",
  "SEVERITY_CHANGE",
  "SERVICE_CHANGE",
  "ASSIGNMENT",
  "EDITED",
  "REOPENED",
  "NOTIFICATION_REDIRECTED",
  "ESCALATION",
  "REMINDER",
  "SCOPE_ADDED",
  "SCOPE_REMOVED",
  "TAG_ADDED",
  "TAG_REMOVED",
  "ROOM",
  "MERGED",
  "UNMERGED",
  "LINKED",
  "UNLINKED",
  "TASK",
  "POST_MORTEM",
  "SLA_BREACH",
  "OBLIGATION",
  "RUNBOOK",
  "RUNBOOK_STEP",
  "FIELD",
  "CAUSE",
  "IMPACT",
  "STAKEHOLDER_UPDATE",
  "SUSPECT",
]);

/** What a line of the timeline tells of. */
function lineName(type: string): string {
  return LINES.has(type) ? say(`line.${type}` as Word) : type.toLowerCase().replaceAll("_", " ");
}
