import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { maySilence, SilenceLink } from "../alerts/silence";
import { tellingOf } from "../alerts/telling";
import type { Self } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { Failure } from "../shell/failure";
import { Loading } from "../shell/loading";
import { href } from "../shell/router";
import { Ago } from "../shell/time";
import { say, type Word } from "../words";
import type { Incident } from "./incident";
import { Tree } from "./tree";

type Explained = Answer<"GET /alerts/{fingerprint}/explain">;

/** The alerts of the incident, each with the reason why it came here. */
export function Alerts({ me, incident }: { me: Self; incident: Incident }) {
  const { alerts, alert_count: count, firing_count: firing } = incident;
  const telling = tellingOf(alerts);
  return (
    <>
      <p class="soft">
        {say("incidents.alerts", { firing, count })}
        {count > alerts.length && ` · ${say("incident.alerts.newest", { count: alerts.length })}`}
      </p>
      <ul class="plain">
        {alerts.map((alert, at) => (
          <li key={alert.fingerprint}>
            <SeverityMark severity={alert.severity} />{" "}
            <a href={href(`/alerts/${alert.fingerprint}`)}>
              <bdi>{alert.name}</bdi>
            </a>{" "}
            <span class="soft">
              {say(`alerts.status.${alert.status}` as Word)} · <Ago at={alert.starts_at} />
            </span>
            {maySilence(me, alert) && (
              <SilenceLink alert={alert.fingerprint} name={alert.name} label={say("incident.silence")} />
            )}
            <Labels of={telling[at] ?? []} />
            <Why fingerprint={alert.fingerprint} name={alert.name} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What tells an alert from the others of its name. */
function Labels({ of }: { of: [string, string][] }) {
  if (of.length === 0) return null;
  return (
    <p class="wrap">
      {of.map(([label, value]) => (
        <code key={label}>
          <span class="soft">{label}=</span>
          <bdi>{value}</bdi>
        </code>
      ))}
    </p>
  );
}

/** Why an alert was routed as it was, read when somebody asks. */
function Why({ fingerprint, name }: { fingerprint: string; name: string }) {
  const [asked, setAsked] = useState<Explained | "asking" | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const ask = async () => {
    if (asked !== null) return;
    setAsked("asking");
    try {
      setAsked(await call("GET /alerts/{fingerprint}/explain", { path: { fingerprint } }));
    } catch (caught) {
      setFailure(caught);
      setAsked(null);
    }
  };
  return (
    <details onToggle={(event) => void (event.currentTarget.open && ask())}>
      <summary>
        {say("incident.why")}
        <span class="unseen"> {name}</span>
      </summary>
      {failure !== null && <Failure failure={failure} again={() => void ask()} />}
      {asked === "asking" && <Loading />}
      {asked !== null && asked !== "asking" && (
        <>
          <p>
            {say("incident.why.rule", {
              version: asked.decided.rule_set_version,
              rule: asked.decided.rule_index,
              service: asked.decided.service.name ?? "",
            })}
          </p>
          {asked.note && <p class="soft">{asked.note}</p>}
          <Tree name={say("incident.why.decision")} value={asked.decided.decision} />
          {asked.explanation !== null && <Tree name={say("incident.why.steps")} value={asked.explanation} />}
        </>
      )}
    </details>
  );
}
