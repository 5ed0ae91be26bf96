import { To } from "../alert/steps";
import type { Findings, NamedRule, SimulatedDecision, SimulatedDifference } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { href } from "../shell/router";
import { Grid } from "../shell/table";
import { Moment } from "../shell/time";
import { spelled } from "../shell/plain";
import { say, type Word } from "../words";
import { Paged } from "./paged";

/**
 * What a simulation found.
 *
 * @param version that was simulated; null for a draft
 */
export function Found({ found, version }: { found: Findings; version: number | null }) {
  return (
    <>
      <Alerts found={found} />
      <Incidents found={found} />
      <Opened found={found} />
      <Pages found={found} />
      <Paged found={found} />
      <Silences found={found} />
      <Hidden found={found} />
      <Unmatched found={found} version={version} />
      <Differences found={found} />
      <details>
        <summary>{say("simulation.limits")}</summary>
        <ul>
          {found.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function fieldInWords(field: string): string {
  return say(`simulation.field.${field}` as Word);
}

function Alerts({ found: { alerts, changes } }: { found: Findings }) {
  const fields = Object.entries(alerts.by_field).filter(([, count]) => count > 0);
  return (
    <section aria-labelledby="found-alerts">
      <h2 id="found-alerts">{say("simulation.alerts")}</h2>
      <p>{say("simulation.alerts.all", { all: alerts.all, changes })}</p>
      <p>{say("simulation.alerts.same", { same: alerts.same, otherwise: alerts.otherwise })}</p>
      {alerts.unknown > 0 && <p>{say("simulation.alerts.unknown", { count: alerts.unknown })}</p>}
      {fields.length > 0 && (
        <dl class="facts">
          {fields.map(([field, count]) => (
            <div key={field}>
              <dt>{fieldInWords(field)}</dt>
              <dd>{say("simulation.alerts.otherwise", { count })}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** The columns of what was and what would have been. */
const was = () => say("simulation.was");
const would = () => say("simulation.would");

function Incidents({ found: { incidents } }: { found: Findings }) {
  return (
    <section aria-labelledby="found-incidents">
      <h2 id="found-incidents">{say("simulation.incidents")}</h2>
      <Grid
        label={say("simulation.incidents")}
        rows={["opened", "reopened", "resolved", "umbrellas", "held", "told_again"] as const}
        id={(what) => what}
        columns={[
          { title: say("simulation.incidents"), show: (what) => say(`simulation.incidents.${what}`) },
          { title: was(), isNumber: true, show: (what) => incidents.replayed[what] },
          { title: would(), isNumber: true, show: (what) => incidents.simulated[what] },
        ]}
      />
      <p class="soft">{say("simulation.incidents.really", { count: incidents.really_opened })}</p>
    </section>
  );
}

/** The incidents that both open otherwise, and those that only one of both opens. */
function Opened({ found }: { found: Findings }) {
  const { same, otherwise, only_replayed, only_simulated } = found.incidents.alike;
  return (
    <section aria-labelledby="found-opened">
      <h2 id="found-opened">{say("simulation.opened")}</h2>
      <p>{say("simulation.opened.alike", { same, otherwise })}</p>
      <p>{say("simulation.opened.only", { was: only_replayed, would: only_simulated })}</p>
      {found.incident_differences.length > 0 && (
        <Grid
          label={say("simulation.opened")}
          rows={found.incident_differences}
          id={({ opened_at, group_key }) => `${opened_at} ${group_key}`}
          columns={[
            { title: say("simulation.opened.at"), show: ({ opened_at }) => <Moment at={opened_at} /> },
            { title: say("simulation.differs"), show: ({ differs }) => differs.map(fieldInWords).join(", ") },
            { title: was(), show: (one) => <As opened={one.was} /> },
            { title: would(), show: (one) => <As opened={one.would} /> },
          ]}
        />
      )}
      {found.incident_differences_left_out > 0 && (
        <p>{say("simulation.more", { count: found.incident_differences_left_out })}</p>
      )}
    </section>
  );
}

function shortly(duration: string | null): string | null {
  return duration === null ? null : spelled(duration);
}

/** What an incident would be called, whom it would call by which policy, and when. */
function As({ opened }: { opened: Findings["incident_differences"][number]["was"] }) {
  if (opened === null) return <>{say("simulation.incident.none")}</>;
  const said = [
    ["escalation_policy", opened.escalation_policy],
    ["impact_scopes", opened.impact_scopes.join(", ") || null],
    ["group_wait", shortly(opened.group_wait)],
    ["group_interval", shortly(opened.group_interval)],
    ["repeat_interval", shortly(opened.repeat_interval)],
  ] as const;
  return (
    <>
      <SeverityMark severity={opened.severity} /> {opened.title}
      <br />
      {opened.service.name ?? say("simulation.service.gone")}
      {said.map(
        ([field, text]) =>
          text !== null && (
            <span key={field}>
              <br />
              {fieldInWords(field)}: {text}
            </span>
          ),
      )}
      <br />
      {opened.first_told_at !== null ? (
        <>
          {say("simulation.opened.told")} <Moment at={opened.first_told_at} />
        </>
      ) : (
        say(opened.is_held ? "simulation.opened.held" : "simulation.opened.untold")
      )}
    </>
  );
}

function Pages({ found: { pages } }: { found: Findings }) {
  return (
    <section aria-labelledby="found-pages">
      <h2 id="found-pages">{say("simulation.pages")}</h2>
      {pages.length === 0 ? (
        <p>{say("simulation.pages.none")}</p>
      ) : (
        <Grid
          label={say("simulation.pages")}
          rows={pages}
          id={({ team, severity, escalation_policy }) => `${team} ${severity} ${escalation_policy ?? ""}`}
          columns={[
            { title: say("team"), show: ({ team }) => team || say("simulation.pages.nobody") },
            { title: say("simulation.field.severity"), show: ({ severity }) => <SeverityMark severity={severity} /> },
            { title: say("simulation.field.escalation_policy"), show: (one) => one.escalation_policy ?? "–" },
            { title: was(), isNumber: true, show: ({ replayed }) => replayed },
            { title: would(), isNumber: true, show: ({ simulated }) => simulated },
          ]}
        />
      )}
    </section>
  );
}

/** What each silence would have hidden of what these rules route. */
function Silences({ found: { silences } }: { found: Findings }) {
  if (silences.length === 0) return null;
  return (
    <section aria-labelledby="found-silences">
      <h2 id="found-silences">{say("simulation.silences")}</h2>
      <Grid
        label={say("simulation.silences")}
        rows={silences}
        id={({ id }) => id}
        columns={[
          {
            title: say("simulation.silences.from"),
            show: ({ starts_at }) => <Moment at={starts_at} />,
          },
          { title: say("simulation.silences.to"), show: ({ ends_at }) => <Moment at={ends_at} /> },
          { title: say("simulation.alerts"), isNumber: true, show: ({ alerts }) => alerts },
          { title: say("simulation.silences.repeats"), isNumber: true, show: ({ repeats }) => repeats },
        ]}
      />
    </section>
  );
}

/** How many alerts something hid, and what. */
function Hidden({ found: { hidden } }: { found: Findings }) {
  if (hidden.replayed.all + hidden.simulated.all === 0) return null;
  return (
    <section aria-labelledby="found-hidden">
      <h2 id="found-hidden">{say("simulation.hidden")}</h2>
      <Grid
        label={say("simulation.hidden")}
        rows={["maintenance", "inhibition", "time", "silence", "recorded", "all"] as const}
        id={(what) => what}
        columns={[
          { title: say("simulation.field.hidden_by"), show: (what) => say(`simulation.hidden.${what}`) },
          { title: was(), isNumber: true, show: (what) => hidden.replayed[what] },
          { title: would(), isNumber: true, show: (what) => hidden.simulated[what] },
        ]}
      />
      <p class="soft">{say("simulation.hidden.about")}</p>
    </section>
  );
}

function Unmatched({ found, version }: { found: Findings; version: number | null }) {
  const more = found.unmatched_rule_count - found.unmatched_rules.length;
  return (
    <section aria-labelledby="found-unmatched">
      <h2 id="found-unmatched">{say("simulation.unmatched")}</h2>
      {found.unmatched_rules.length === 0 && <p>{say("simulation.unmatched.none")}</p>}
      <ul>
        {found.unmatched_rules.map((rule) => (
          <li key={rule.index}>
            <Rule rule={rule} version={version} />
          </li>
        ))}
        {more > 0 && <li>{say("simulation.more", { count: more })}</li>}
      </ul>
    </section>
  );
}

/** A rule by its place and name; of a stored version, the way to it. */
function Rule({ rule, version }: { rule: NamedRule; version: number | null }) {
  const text = say("simulation.rule", { number: rule.index + 1, name: rule.name });
  return version ? <To path={`/rules?version=${version}&rule=${rule.index}`} text={text} /> : <>{text}</>;
}

function Differences({ found }: { found: Findings }) {
  return (
    <section aria-labelledby="found-differences">
      <h2 id="found-differences">{say("simulation.differences")}</h2>
      {found.differences.length === 0 ? (
        <p>{say("simulation.differences.none")}</p>
      ) : (
        <Grid
          label={say("simulation.differences")}
          rows={found.differences}
          id={({ fingerprint, seq }) => `${fingerprint} ${seq}`}
          columns={[
            {
              title: say("simulation.alert"),
              show: ({ fingerprint, name, received_at }) => (
                <>
                  <a href={href(`/alerts/${fingerprint}`)}>{name}</a>{" "}
                  <span class="soft">
                    <Moment at={received_at} />
                  </span>
                </>
              ),
            },
            { title: say("simulation.differs"), show: ({ differs }) => differs.map(fieldInWords).join(", ") },
            { title: was(), show: (one) => <Decision of={one} decision={one.was} /> },
            { title: would(), show: (one) => <Decision of={one} decision={one.would} /> },
          ]}
        />
      )}
      {found.differences_left_out > 0 && <p>{say("simulation.more", { count: found.differences_left_out })}</p>}
    </section>
  );
}

/** Where it went. The group and how it ends are said only where they differ. */
function Decision({ of: { differs }, decision }: { of: SimulatedDifference; decision: SimulatedDecision }) {
  const { rule, rule_set_version, service, severity, group_key, auto_resolve, dropped, incident, hidden_by } = decision;
  return (
    <>
      <SeverityMark severity={severity} /> {service.name ?? say("simulation.service.gone")}
      <br />
      {rule ? <Rule rule={rule} version={rule_set_version} /> : say("simulation.rule.none")}
      {dropped && (
        <>
          <br />
          {say("simulation.dropped", { why: dropped.why })}
        </>
      )}
      <br />
      {say(incident === null ? "simulation.incident.none" : (`simulation.incident.${incident}` as Word))}
      {hidden_by.map(({ kind, id, name }) => (
        <span key={`${kind} ${id}`}>
          <br />
          {say("simulation.hidden.by", { what: say(`simulation.hidden.${kind}` as Word) })} {name}
        </span>
      ))}
      {differs.includes("auto_resolve") && (
        <>
          <br />
          {say(auto_resolve ? "simulation.ends" : "simulation.stays")}
        </>
      )}
      {differs.includes("group_key") && (
        <>
          <br />
          <code>{group_key}</code>
        </>
      )}
    </>
  );
}
