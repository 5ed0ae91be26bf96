import type { TimelineLine } from "../api/schema";
import { Rich } from "../shell/rich";
import { Moment } from "../shell/time";
import { say } from "../words";

/** What has happened, the oldest first. What people wrote is Markdown; all else is text as it is. */
export function Timeline({ lines }: { lines: TimelineLine[] }) {
  if (lines.length === 0) return <p class="soft">{say("incident.timeline.empty")}</p>;
  return (
    <ol class="timeline">
      {lines.map((line) => (
        <li key={line.id}>
          <span class="soft">
            <Moment at={line.timestamp} /> · {line.created_by} · {line.type}
          </span>
          {line.type === "NOTE" ? <Rich text={line.message} /> : <p class="text">{line.message}</p>}
        </li>
      ))}
    </ol>
  );
}

/** The text of an action or a comment. */
export function Text({ label, hint }: { label: string; hint?: string }) {
  return (
    <p class="field">
      <label for="field-message">{label}</label>
      <textarea
        id="field-message"
        name="message"
        rows={3}
        required
        aria-describedby={hint ? "field-message-hint" : undefined}
      />
      {hint && (
        <small id="field-message-hint" class="soft">
          {hint}
        </small>
      )}
    </p>
  );
}
