import { call, Refused } from "../api/client";
import type { EscalationCondition, EscalationPolicy, Service } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { say, type Word } from "../words";
import { DryRunOf } from "./dry-run";
import { cumulative, minutesOf } from "./minutes";
import { Target } from "./target";

const MOST = 200;

interface Known {
  policy: EscalationPolicy;
  /** Null for who may not read services. */
  services: Service[] | null;
  more: boolean;
}

/** One escalation policy: its steps with the minutes that have passed by then, who names it, and whom it would tell. */
export function PolicyPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const mayServices = me.permissions.includes("service.read");
  const read = useRead(id, async (signal): Promise<Known> => {
    const [policy, services] = await Promise.all([
      call("GET /escalation-policies/{id}", { path: { id }, signal }),
      mayServices ? call("GET /services", { query: { limit: MOST }, signal }) : null,
    ]);
    return { policy, services: services?.items ?? null, more: (services?.next ?? null) !== null };
  });
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  return (
    <Managed me={me} title={read.value?.policy.name ?? say("policy.title")}>
      <Ready read={read}>
        {({ policy, services, more }) => (
          <>
            <Facts policy={policy} />
            <Steps policy={policy} />
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

function Steps({ policy }: { policy: EscalationPolicy }) {
  const at = cumulative(policy.steps);
  return (
    <section aria-labelledby="policy-steps">
      <h2 id="policy-steps">{say("policy.steps")}</h2>
      <ol class="policy-steps">
        {policy.steps.map((step, i) => (
          <li key={i}>
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
