import { call, Refused } from "../api/client";
import type { EscalationPolicy, EscalationTarget, Provider, Schedule, Self } from "../api/schema";
import { Caution } from "../shell/caution";
import { reachOf } from "../shell/reach";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { say, type Word } from "../words";

/** As many of a kind as one dialog asks for. */
const MOST = 200;
/** Contacts are read team by team. */
const MOST_TEAMS = 50;

interface Dependant {
  name: string;
  at: string;
}

/** What a deletion would affect, by kind, and what else is to be known of it. */
interface Affected {
  groups: ReadonlyArray<{ title: Word; items: readonly Dependant[] }>;
  warning?: string;
  comfort?: string;
}

/** Names what needs a schedule: the policies that page it, their services and rules, and the team if it has no other schedule. */
export function DependantsOfSchedule({ schedule }: { schedule: Schedule }) {
  return <Shown name={`schedule ${schedule.id}`} read={(signal) => ofSchedule(schedule, signal)} />;
}

/** Names what needs a provider, where no other provider sends by its channel: policies, services, rules, teams and people. */
export function DependantsOfProvider({ me, provider }: { me: Self; provider: Provider }) {
  return <Shown name={`provider ${provider.id}`} read={(signal) => ofProvider(me, provider, signal)} />;
}

function Shown({ name, read }: { name: string; read: (signal: AbortSignal) => Promise<Affected> }) {
  const found = useRead(`dependants of ${name}`, read);
  return (
    <section class="dependants" aria-label={say("dependants")}>
      <Ready read={found}>
        {({ groups, warning, comfort }) => {
          const there = groups.filter(({ items }) => items.length > 0);
          return (
            <>
              {warning !== undefined && (
                <p>
                  <Caution /> {warning}
                </p>
              )}
              {comfort !== undefined && <p>{comfort}</p>}
              {there.length === 0 && warning === undefined && comfort === undefined && (
                <p class="soft">{say("dependants.none")}</p>
              )}
              {there.length > 0 && (
                <dl class="facts">
                  {there.map(({ title, items }) => (
                    <div key={title}>
                      <dt>{say(title)}</dt>
                      <dd>
                        {items.map((one, i) => (
                          <span key={one.name}>
                            {i > 0 && ", "}
                            <a href={href(one.at)}>{one.name}</a>
                          </span>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </>
          );
        }}
      </Ready>
    </section>
  );
}

async function ofSchedule(schedule: Schedule, signal: AbortSignal): Promise<Affected> {
  const few = { query: { limit: MOST }, signal };
  const [policies, schedules, everything] = await Promise.all([
    call("GET /escalation-policies", few),
    call("GET /schedules", few),
    servicesAndRules(signal),
  ]);
  const isLast = !schedules.items.some(({ id, team }) => id !== schedule.id && team.id === schedule.team.id);
  const names = (target: EscalationTarget, policy: EscalationPolicy) =>
    isNamed(target.schedule, schedule) ||
    (isLast && target.type === "oncall" && isNamed(target.team ?? policy.team, schedule.team));
  const concerned = policies.items.filter((policy) =>
    policy.steps.some(({ notify }) => notify.some((target) => names(target, policy))),
  );
  const { services, rules } = everything.of(concerned);
  const ofTeam = isLast ? everything.services.filter(({ owner_team }) => owner_team.id === schedule.team.id) : [];
  return {
    groups: [
      { title: "dependants.policies", items: concerned.map(policyOf) },
      { title: "dependants.services", items: unique([...services, ...ofTeam].map(serviceOf)) },
      { title: "dependants.rules", items: rules.map(ruleOf) },
    ],
    ...(isLast && { warning: say("dependants.last", { team: schedule.team.name }) }),
  };
}

async function ofProvider(me: Self, provider: Provider, signal: AbortSignal): Promise<Affected> {
  const few = { query: { limit: MOST }, signal };
  const { channel } = provider;
  const providers = await call("GET /providers", few);
  const others = providers.items.filter((one) => one.id !== provider.id && one.channel === channel && one.is_active);
  if (others.length > 0 || !provider.is_active) {
    const names = others.map(({ name }) => name).join(", ");
    return { groups: [], ...(names !== "" && { comfort: say("dependants.instead", { names }) }) };
  }
  const may = (permission: string) => me.permissions.includes(permission);
  const [policies, teams, users, everything] = await Promise.all([
    call("GET /escalation-policies", few),
    call("GET /teams", { query: { limit: MOST_TEAMS }, signal }),
    may("user.read") ? call("GET /users", few) : { items: [] },
    servicesAndRules(signal),
  ]);
  const contacts = await Promise.all(
    teams.items.map(async ({ id, name }) => {
      const { items } = await call("GET /teams/{team}/contacts", {
        path: { team: id },
        query: { limit: MOST },
        signal,
      });
      return items.filter((one) => one.channel === channel).map((one) => ({ ...one, of: name }));
    }),
  );
  const ofTeams = contacts.flat();
  const ids = new Set(ofTeams.map(({ id }) => id));
  const concerned = policies.items.filter(({ steps }) =>
    steps.some(
      ({ channels = [], notify }) => channels.includes(channel) || notify.some(({ contact }) => ids.has(contact ?? "")),
    ),
  );
  const active = users.items.filter((one) => one.is_active);
  const reached = await reachOf(
    active.map(({ id }) => id),
    signal,
  );
  const people = active.filter(({ id }) => reached.get(id)?.by.some((one) => one.channel === channel));
  const { services, rules } = everything.of(concerned);
  return {
    groups: [
      { title: "dependants.policies", items: concerned.map(policyOf) },
      { title: "dependants.services", items: unique(services.map(serviceOf)) },
      { title: "dependants.rules", items: rules.map(ruleOf) },
      { title: "dependants.teams", items: ofTeams.map(({ of, name }) => ({ name: `${of}: ${name}`, at: "/teams" })) },
      { title: "dependants.people", items: people.map(({ username }) => ({ name: username, at: "/users" })) },
    ],
  };
}

/** What there is to follow policies: the services that begin with them, and the rules in force that choose them. */
async function servicesAndRules(signal: AbortSignal) {
  const [{ items: services }, rules] = await Promise.all([
    call("GET /services", { query: { limit: MOST }, signal }),
    activeRules(signal),
  ]);
  return {
    services,
    of: (policies: readonly EscalationPolicy[]) => ({
      services: services.filter(({ escalation_policy: by }) => policies.some(({ id }) => id === by?.id)),
      rules: rules.filter(({ escalation_policy: by }) => policies.some((policy) => isNamed(by, policy))),
    }),
  };
}

async function activeRules(signal: AbortSignal) {
  try {
    return (await call("GET /rule-sets/active", { signal })).rules;
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 404) return [];
    throw failure;
  }
}

/** Whether a reference is to that thing: by its id, or by its name in any case. */
function isNamed(reference: string | undefined, { id, name }: { id: string; name: string }): boolean {
  return reference !== undefined && (reference === id || reference.toLowerCase() === name.toLowerCase());
}

function policyOf({ id, name }: EscalationPolicy): Dependant {
  return { name, at: `/policies/${id}` };
}

function serviceOf({ name }: { name: string }): Dependant {
  return { name, at: "/services" };
}

function ruleOf({ name }: { name: string }): Dependant {
  return { name, at: "/rules" };
}

function unique(items: readonly Dependant[]): Dependant[] {
  return [...new Map(items.map((one) => [one.name, one])).values()];
}
