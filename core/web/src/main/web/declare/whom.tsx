import { type Answer, call, Refused } from "../api/client";
import type { DryRun, DryRunStep, Reach } from "../api/schema";
import { minutesOf } from "../policies/minutes";
import { Icon } from "../shell/icon";
import { PAGED, WARNING } from "../shell/icons";
import { lengthOf } from "../shell/length";
import { channelName } from "../shell/channels";
import { channelsOf, Uncalled } from "../shell/reach";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import { locale, say } from "../words";

/** So many steps that page somebody are named: the first, and who is next if nobody acknowledges. */
const NAMED = 2;
const UNKNOWN: ReadonlySet<number> = new Set([404, 422]);

type Policy = NonNullable<Answer<"GET /services/{id}/escalation-policy">["items"][number]["chosen"]>;

/** What would happen to an incident of this service and severity: by which policy, if one matches. */
interface Outlook {
  policy: Policy | null;
  run: DryRun;
}

/** Says whom an incident would page if it were declared now. Nobody is notified by asking. */
export function Whom({ service, severity }: { service: string; severity: string }) {
  const { value } = useRead(`declare whom ${service} ${severity}`, (signal) => outlookOf(service, severity, signal));
  return <div role="status">{value !== null && value !== "unknown" && <Said outlook={value} />}</div>;
}

/** Without a policy, whoever is on call is paged: that is asked as a policy of one step. A service that is none pages nobody. */
async function outlookOf(service: string, severity: string, signal: AbortSignal): Promise<Outlook | "unknown"> {
  try {
    const found = await call("GET /services/{id}/escalation-policy", {
      path: { id: service },
      query: { severity },
      signal,
    });
    const policy = found.items[0]?.chosen ?? null;
    const run =
      policy === null
        ? await call("POST /escalation-policies/dry-run", {
            body: {
              policy: { name: say("declare.whom"), steps: [{ notify: [{ type: "oncall" }] }] },
              service,
              severity,
            },
            signal,
          })
        : await call("POST /escalation-policies/{id}/dry-run", {
            path: { id: policy.id },
            body: { service, severity },
            signal,
          });
    return { policy, run };
  } catch (failure) {
    if (failure instanceof Refused && UNKNOWN.has(failure.status)) return "unknown";
    throw failure;
  }
}

function Said({ outlook: { policy, run } }: { outlook: Outlook }) {
  const steps = run.rounds[0]?.steps ?? [];
  const paging = steps.filter((step) => calledBy(step).length > 0).slice(0, NAMED);
  const first = paging[0];
  return (
    <section class={`banner ${first ? "info" : "warn"}`} aria-label={say("declare.whom")}>
      <Icon of={first ? PAGED : WARNING} />
      <div>
        <p>
          {first ? <strong>{sentence(paging)}</strong> : <strong>{say("declare.whom.never")}</strong>}{" "}
          {policy === null ? (
            say("declare.whom.noPolicy")
          ) : (
            <>
              {say("declare.whom.policy")} <a href={href(`/policies/${policy.id}`)}>{policy.name}</a>
            </>
          )}
        </p>
        {!first && <Obstacles of={steps} />}
      </div>
    </section>
  );
}

/** For example: "Pages ana (Push, Phone) now, then ben (SMS) after 5 min". */
function sentence(paging: readonly DryRunStep[]): string {
  return paging
    .map((step, i) => {
      const who = new Intl.ListFormat(locale()).format(calledBy(step));
      const seconds = Math.round(minutesOf(step.from_start) * 60);
      const values = { who, length: lengthOf(seconds) };
      if (i > 0) return say("declare.whom.then", values);
      return seconds === 0 ? say("declare.whom.now", values) : say("declare.whom.after", values);
    })
    .join(", ");
}

/** Whom a step really reaches, each with the channels. The console calls nobody. */
function calledBy(step: DryRunStep): string[] {
  return [
    ...step.users
      .filter(({ reach }) => reach.can_be_called)
      .map(({ username, reach }) => `${username} (${channelsOf(reach)})`),
    ...step.channels
      .filter(({ channel }) => channel !== "console")
      .map(({ name, channel }) => `${name} (${channelName(channel)})`),
  ];
}

/** Why nobody would be paged: who was found and cannot be reached, and for which targets nobody was found. */
function Obstacles({ of: steps }: { of: readonly DryRunStep[] }) {
  const people = new Map<string, Pick<Reach, "obstacle" | "why">>();
  const others = new Set<string>();
  for (const step of steps) {
    for (const { username, reach } of step.users) people.set(username, reach);
    for (const { obstacle, why } of step.missed) if (obstacle === undefined) others.add(why);
    if (step.because !== undefined) others.add(step.because);
  }
  return (
    <ul class="plain">
      {[...people].map(([who, reach]) => (
        <li key={who}>
          <Uncalled reach={reach} who={who} />
        </li>
      ))}
      {[...others].map((why) => (
        <li key={why} class="soft">
          {why}
        </li>
      ))}
    </ul>
  );
}
