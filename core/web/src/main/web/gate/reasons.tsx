import type { Answer } from "../api/client";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { say } from "../words";

type Asked = Answer<"POST /gate">;
type Reason = Asked["reasons"][number];

/** The reasons that have a remedy. */
const CURES = new Set([
  "freeze",
  "freeze_ahead",
  "open_incident",
  "deployment_in_progress",
  "nobody_on_call",
  "named_incident_elsewhere",
  "window_elsewhere",
  "window_unapproved",
  "window_ahead",
  "window_over",
  "budget_spent",
]);

/** How good an answer is for whoever asked. */
export const TONES = { allow: "ok", deny: "bad", wait: "warn" } as const;

/** Whether the deployment may start, and until or from when. */
export function Headline({ answer }: { answer: Asked }) {
  const at = answer.lease_until ?? answer.until;
  return (
    <p class={`banner ${TONES[answer.decision]}`}>
      <span>
        <strong>
          {say(`gate.answer.${answer.decision}`, { service: answer.service.name, environment: answer.environment })}
        </strong>{" "}
        {at !== null && (
          <>
            {say(answer.lease_until === null ? "gate.until" : "gate.lease")} <Moment at={at} />
          </>
        )}
      </span>
    </p>
  );
}

/** Each line of an answer, what blocks first, with what helps. */
export function Reasons({ answer }: { answer: Asked }) {
  if (answer.reasons.length === 0) return <p class="soft">{say("gate.nothing")}</p>;
  return (
    <ul class="plain">
      {answer.reasons.map((one) => (
        <li key={`${one.code} ${one.subject}`}>
          <span class={`pill ${one.blocking ? "bad" : ""}`}>{say(one.blocking ? "gate.blocks" : "gate.notes")}</span>{" "}
          {linked(one, answer.environment)}{" "}
          {one.since !== null && one.until !== null && (
            <span class="soft">
              <Moment at={one.since} /> – <Moment at={one.until} />
            </span>
          )}{" "}
          {CURES.has(one.code) && <div class="soft">{say(`gate.cure.${one.code}` as Parameters<typeof say>[0])}</div>}
        </li>
      ))}
    </ul>
  );
}

function linked({ code, subject, link }: Reason, environment: string) {
  const text = say(`gate.reason.${code}`, { subject, environment });
  return link === null ? (
    text
  ) : (
    <a class="link" href={href(link)}>
      {text}
    </a>
  );
}
