import { useEffect, useRef, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { EscalationPolicy, EscalationPolicyVersion, Self, Service } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { inWords } from "../shell/failure";
import { Ready, useRead } from "../shell/read";
import { go, href, usePlace } from "../shell/router";
import { toast, toastFailure } from "../shell/toast";
import { warned } from "../shell/warning";
import { channelName } from "../shell/channels";
import { say } from "../words";
import { bodyOf, draftOf } from "./draft";
import { DryRunOf } from "./dry-run";
import { Editor } from "./editor";
import { cumulative, minutesOf } from "./minutes";
import { Target } from "./target";
import { afterStart, When } from "./when";

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
            <div class="beside">
              <div class="panels">
                {then === null || then.version === policy.version ? (
                  <Change key={policy.version} me={me} policy={policy} marked={step} again={read.again} />
                ) : (
                  <Steps policy={then} marked={step} />
                )}
                {services && (
                  <Users services={services.filter((one) => one.escalation_policy?.id === policy.id)} more={more} />
                )}
              </div>
              <aside>
                <DryRunOf key={policy.id} policy={policy.id} services={services ?? []} />
              </aside>
            </div>
          </>
        )}
      </Ready>
    </Managed>
  );
}

/** The steps as they are now, and a form instead of them for who may change them. */
function Change({
  me,
  policy,
  marked,
  again,
}: {
  me: Self;
  policy: EscalationPolicy;
  marked: number;
  again: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const path = { id: policy.id };
  if (!isOpen) {
    return (
      <>
        <Steps policy={policy} marked={marked} />
        {mayChange(me) && (
          <p class="acts">
            <button type="button" onClick={() => setOpen(true)}>
              {say("policy.edit")}
            </button>
            <Deed
              about={policy.name}
              act={async () => {
                await call("DELETE /escalation-policies/{id}", { path });
                go("/policies");
                // It gets another id and begins with version 1: old incidents keep what they went by.
                toast(say("policy.deleted", { name: policy.name }), () => {
                  call("POST /escalation-policies", { body: bodyOf(draftOf(policy, minutesOf)) })
                    .then(({ id }) => go(`/policies/${id}`))
                    .catch((failure: unknown) => toastFailure(inWords(failure).text));
                });
              }}
            >
              {say("policy.delete")}
            </Deed>
          </p>
        )}
      </>
    );
  }
  return (
    <section class="panel" aria-labelledby="policy-steps">
      <h2 id="policy-steps">{say("policy.edit")}</h2>
      <Editor
        me={me}
        start={draftOf(policy, minutesOf)}
        go={say("save")}
        close={() => setOpen(false)}
        send={async (body) => {
          const after = await call("PUT /escalation-policies/{id}", { path, body, version: policy.version });
          setOpen(false);
          again();
          toast(say("policy.saved", { version: String(after.version) }), () => {
            const before = bodyOf(draftOf(policy, minutesOf));
            call("PUT /escalation-policies/{id}", { path, body: before, version: after.version })
              .catch((failure: unknown) => toastFailure(inWords(failure).text))
              .finally(again);
          });
        }}
      />
    </section>
  );
}

/** Everywhere, or for some team: then the server says which policies are meant. */
function mayChange(me: Self): boolean {
  const permission = "escalation_policy.manage";
  return me.permissions.includes(permission) || me.grants.some((grant) => grant.permission === permission);
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
        <Fact
          title={say("policy.for")}
          text={policy.severities.map((one) => one.slice(0, 4)).join(", ") || say("policy.anySeverity")}
        />
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
              <li key={`${warning.pointer} ${warning.detail}`}>{warned(warning)}</li>
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
    <section class="panel" aria-labelledby="policy-steps">
      <h2 id="policy-steps">{say("policy.steps")}</h2>
      <ol class="steps">
        {policy.steps.map((step, i) => (
          <li
            key={i}
            ref={i + 1 === marked ? there : null}
            class={i + 1 === marked ? "policy-marked" : undefined}
            aria-current={i + 1 === marked ? "step" : undefined}
          >
            <strong>{afterStart(at[i] ?? 0)}</strong>
            <ul>
              {step.notify.map((target, j) => (
                <li key={j}>
                  <Target of={target} />
                </li>
              ))}
            </ul>
            {step.channels && step.channels.length > 0 && (
              <p class="soft">{say("policy.by", { channels: step.channels.map(channelName).join(", ") })}</p>
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

function Users({ services, more }: { services: Service[]; more: boolean }) {
  return (
    <section class="panel" aria-labelledby="policy-users">
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
