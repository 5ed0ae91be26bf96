import { useEffect, useRef } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { EscalationCondition, EscalationPolicy, EscalationPolicyVersion, Service } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Ready, useRead } from "../shell/read";
import { href, usePlace } from "../shell/router";
import { say, type Word } from "../words";
import { DryRunOf } from "./dry-run";
import { cumulative, minutesOf } from "./minutes";
import { Target } from "./target";

const MOST = 200;
const MOST_VERSIONS = 500;

interface Known {
  policy: EscalationPolicy;
  /** Its steps of another version, where the address asks for one. */
  then: Ladder | null;
  /** Null for who may not read services. */
  services: Service[] | null;
  more: boolean;
}

type Ladder = Pick<EscalationPolicyVersion, "version" | "steps" | "rounds" | "repeat_after">;

/** One escalation policy: its steps with the minutes that have passed by then, who names it, and whom it would tell. */
export function PolicyPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const { query } = usePlace();
  const version = query.get("version") ?? "";
  const step = Number(query.get("step") ?? 0);
  const mayServices = me.permissions.includes("service.read");
  const read = useRead(`${id} ${version}`, async (signal): Promise<Known> => {
    const [policy, then, services] = await Promise.all([
      call("GET /escalation-policies/{id}", { path: { id }, signal }),
      version === "" ? null : stepsThen(id, Number(version), signal),
      mayServices ? call("GET /services", { query: { limit: MOST }, signal }) : null,
    ]);
    return { policy, then, services: services?.items ?? null, more: (services?.next ?? null) !== null };
  });
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  return (
    <Managed me={me} title={read.value?.policy.name ?? say("policy.title")}>
      <Ready read={read}>
        {({ policy, then, services, more }) => (
          <>
            <Facts policy={policy} />
            {then !== null && then.version !== policy.version && (
              <p role="status">
                {say("policy.then", { version: String(then.version), now: String(policy.version) })}{" "}
                <a href={href(`/policies/${id}`)}>{say("policy.then.now")}</a>
              </p>
            )}
            <Steps policy={then ?? policy} marked={step} />
            {services && (
              <Users services={services.filter((one) => one.escalation_policy?.id === policy.id)} more={more} />
            )}
            <DryRunOf key={policy.id} policy={policy.id} services={services ?? []} />
          </>
        )}
      </Ready>
    </Managed>
  );
}

/** A version never changes, so an incident's timeline leads to the steps by which it went. */
async function stepsThen(id: string, version: number, signal: AbortSignal): Promise<Ladder | null> {
  const query = { limit: MOST_VERSIONS };
  const { items } = await call("GET /escalation-policies/{id}/versions", { path: { id }, query, signal });
  return items.find((one) => one.version === version) ?? null;
}

function Facts({ policy }: { policy: EscalationPolicy }) {
  return (
    <>
      {policy.description !== "" && <p class="text">{policy.description}</p>}
      <dl class="facts">
        <Fact title={say("team")} text={policy.team ?? say("policy.anyTeam")} />
        <Fact title={say("policy.for")} text={policy.severities.join(", ") || say("policy.anySeverity")} />
        {policy.labels && policy.labels.length > 0 && (
          <Fact title={say("policy.labels")} text={policy.labels.join(", ")} />
        )}
        <Fact title={say("policy.default")} text={say(policy.is_default ? "yes" : "no")} />
        <Fact title={say("policy.active")} text={say(policy.is_active ? "yes" : "no")} />
        <Fact title={say("policy.version")} text={String(policy.version)} />
        {policy.resume_after !== undefined && (
          <Fact
            title={say("policy.resume")}
            text={say("policy.minutes", { minutes: minutesOf(policy.resume_after) })}
          />
        )}
      </dl>
      {policy.warnings && policy.warnings.length > 0 && (
        <section aria-labelledby="policy-warnings">
          <h2 id="policy-warnings">{say("policy.warnings")}</h2>
          <ul>
            {policy.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Fact({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function Steps({ policy, marked }: { policy: Omit<Ladder, "version">; marked: number }) {
  const at = cumulative(policy.steps);
  const there = useRef<HTMLLIElement>(null);
  useEffect(() => there.current?.scrollIntoView({ block: "center" }), [marked]);
  return (
    <section aria-labelledby="policy-steps">
      <h2 id="policy-steps">{say("policy.steps")}</h2>
      <ol class="policy-steps">
        {policy.steps.map((step, i) => (
          <li
            key={i}
            ref={i + 1 === marked ? there : null}
            class={i + 1 === marked ? "policy-marked" : undefined}
            aria-current={i + 1 === marked ? "step" : undefined}
          >
            <strong>{say("policy.after", { minutes: at[i] ?? 0 })}</strong>
            <ul>
              {step.notify.map((target, j) => (
                <li key={j}>
                  <Target of={target} />
                </li>
              ))}
            </ul>
            {step.channels && step.channels.length > 0 && (
              <p class="soft">{say("policy.by", { channels: step.channels.join(", ") })}</p>
            )}
            {step.when && <When of={step.when} />}
          </li>
        ))}
      </ol>
      {policy.rounds > 1 && (
        <p>{say("policy.rounds", { count: policy.rounds, minutes: minutesOf(policy.repeat_after) })}</p>
      )}
    </section>
  );
}

/** When alone a step tells anybody. */
function When({ of }: { of: EscalationCondition }) {
  const { severities = [], labels = [], hours } = of;
  return (
    <p class="soft">
      {say("policy.only")} {[...severities, ...labels].join(", ")}
      {hours && (
        <>
          {" "}
          {hours.windows
            .map(({ days = [], start, length }) =>
              say("policy.window", {
                days: days.map((day) => say(`day.${day.toLowerCase()}` as Word)).join(", ") || say("policy.everyDay"),
                start: start.slice(0, 5),
                minutes: minutesOf(length),
              }),
            )
            .join("; ")}{" "}
          ({hours.time_zone})
        </>
      )}
    </p>
  );
}

function Users({ services, more }: { services: Service[]; more: boolean }) {
  return (
    <section aria-labelledby="policy-users">
      <h2 id="policy-users">{say("policy.users")}</h2>
      {services.length === 0 ? (
        <p>{say("policy.users.none")}</p>
      ) : (
        <ul>
          {services.map((one) => (
            <li key={one.id}>
              <a href={href(`/incidents?${new URLSearchParams({ service: one.name })}`)}>{one.name}</a>{" "}
              <span class="soft">{one.owner_team.name}</span>
            </li>
          ))}
        </ul>
      )}
      {more && <p class="soft">{say("policy.users.more", { count: MOST })}</p>}
    </section>
  );
}
