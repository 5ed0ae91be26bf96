import { call, Refused } from "../api/client";
import type { Drill } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { usePoll } from "../shell/poll";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { channelName } from "../shell/channels";
import { say } from "../words";
import { foundHow, minutesAfter, outcomeOf } from "./report";

const EVERY = 3_000;

/** What a drill has shown: who would be reached at which step, how fast, and what failed. It grows while the drill runs. */
export function DrillPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const read = useRead(id, (signal) => call("GET /drills/{id}", { path: { id }, signal }));
  const isRunning = read.value?.state === "running";
  const look = async () => {
    if (isRunning) read.again();
  };
  usePoll(isRunning ? EVERY : 0, look, `${id} ${isRunning}`);
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  return (
    <Managed me={me} title={say("drill.title", { service: read.value?.service.name ?? "" })}>
      <Ready read={read}>
        {(drill) => (
          <>
            <Facts drill={drill} />
            {isRunning && me.permissions.includes("drill.acknowledge") && (
              <p>
                <Deed
                  done={say("drill.ended")}
                  act={async () => {
                    await call("POST /drills/{id}/acknowledge", { path: { id } });
                    read.again();
                  }}
                >
                  {say("drill.acknowledge")}
                </Deed>
              </p>
            )}
            <Steps drill={drill} mayDeliveries={me.permissions.includes("delivery.read")} />
          </>
        )}
      </Ready>
    </Managed>
  );
}

function Facts({ drill }: { drill: Drill }) {
  const { summary, policy, next } = drill;
  const seconds = (value: number | null) => (value === null ? "–" : say("drill.seconds", { count: value }));
  const facts: [string, preact.ComponentChildren][] = [
    [say("drill.state"), say(`drill.state.${drill.state}`)],
    [
      say("drill.policy"),
      <a href={href(`/policies/${policy.id}?version=${policy.version}`)}>
        {policy.name}, {say("drill.version", { version: String(policy.version) })}
      </a>,
    ],
    [say("team"), drill.team.name],
    [say("drill.severity"), drill.severity.slice(0, 4)],
    [say("drill.factor"), String(drill.factor)],
    [say("drill.told"), say(drill.send ? "drill.told.yes" : "drill.told.no")],
    [
      say("drill.started"),
      <>
        <Moment at={drill.started_at} /> ({drill.started_by})
      </>,
    ],
  ];
  if (drill.ended_at !== null) {
    facts.push([
      say("drill.endedAt"),
      <>
        <Moment at={drill.ended_at} /> {drill.ended_by !== null && `(${drill.ended_by})`}
      </>,
    ]);
  }
  if (next !== null) facts.push([say("drill.next"), <Moment at={next.due_at} />]);
  facts.push(
    [say("drill.reached"), summary.people.join(", ") || say("drill.nobody")],
    [say("drill.unreachable"), summary.unreachable.join(", ") || "–"],
    [
      say("drill.messages"),
      say("drill.counts", { sent: summary.sent, accepted: summary.accepted, failed: summary.failed }),
    ],
    [say("drill.first"), seconds(summary.first_accepted_seconds)],
    [say("drill.slowest"), seconds(summary.slowest_seconds)],
  );
  return (
    <dl class="facts">
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Steps({ drill, mayDeliveries }: { drill: Drill; mayDeliveries: boolean }) {
  return (
    <section aria-labelledby="drill-steps">
      <h2 id="drill-steps">{say("drill.steps")}</h2>
      {drill.steps.length === 0 && <p>{say("drill.steps.none")}</p>}
      <ol class="steps">
        {drill.steps.map((step) => (
          <li key={`${step.round} ${step.step}`}>
            <strong>
              {say("drill.step", {
                round: String(step.round),
                step: String(step.step),
                minutes: minutesAfter(drill, step),
              })}
            </strong>{" "}
            {say(`drill.outcome.${step.outcome}`)}
            <ul>
              {step.people.map((person, i) => (
                <li key={i}>{foundHow(person)}</li>
              ))}
              {step.reasons.map((why) => (
                <li key={why} class="fault">
                  {why}
                </li>
              ))}
              {step.messages.map((one, i) => (
                <li key={`m${i}`}>
                  {one.name} · {channelName(one.channel)} ·{" "}
                  <span class={outcomeOf(one) === "failed" ? "fault" : undefined}>
                    {say(`drill.message.${outcomeOf(one)}`)}
                    {one.seconds !== null && ` (${say("drill.seconds", { count: one.seconds })})`}
                    {one.error !== null && `: ${one.error}`}
                  </span>{" "}
                  {one.delivery !== null && mayDeliveries && (
                    <a href={href(`/deliveries?delivery=${one.delivery}`)}>{say("drill.delivery")}</a>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
