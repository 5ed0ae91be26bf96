import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Rule, Self } from "../api/schema";
import { durationOf } from "../policies/draft";
import { minutesOf } from "../policies/minutes";
import { Chips } from "../shell/chips";
import { Check, Choice, Lines, Minutes, Text } from "../shell/inputs";
import { useRead } from "../shell/read";
import { say } from "../words";
import { Conditions } from "./conditions";
import { changed, inTextAlone, outcomeOf, withOutcome } from "./draft";
import { ATTRIBUTES, asked, asking } from "./when";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;
const NAMES = 200;
const ENOUGH = 43_200;

/** The names that there are, as far as the reader may see them. */
export interface Named {
  services: readonly string[];
  policies: readonly string[];
  intervals: readonly string[];
  scopes: readonly string[];
  tags: readonly string[];
  labels: readonly string[];
  sources: readonly string[];
  types: readonly string[];
  teams: readonly string[];
}

const NONE: Named = {
  services: [],
  policies: [],
  intervals: [],
  scopes: [],
  tags: [],
  labels: [],
  sources: [],
  types: [],
  teams: [],
};
const TIERS = ["TIER_1_CRITICAL", "TIER_2", "TIER_3"] as const;
const OUTCOMES = ["route", "record", "drop"] as const;

/** Reads them; what may not be read is typed. Null until then. */
export function useNamed(me: Self): Named | null {
  const may = (permission: string) => me.permissions.includes(permission);
  const read = useRead(`rule names ${me.permissions.length}`, async (signal): Promise<Named> => {
    const query = { limit: NAMES };
    const [services, policies, intervals, scopes, tags, labels, sources, teams] = await Promise.all([
      may("service.read") ? call("GET /services", { query, signal }) : null,
      may("escalation_policy.read") ? call("GET /escalation-policies", { query, signal }) : null,
      may("time_interval.read") ? call("GET /time-intervals", { query, signal }) : null,
      may("scope.read") ? call("GET /scopes", { query, signal }) : null,
      may("tag.read") ? call("GET /tags", { query, signal }) : null,
      may("alert.read") ? call("GET /labels", { query: { prefix: "", limit: 50 }, signal }) : null,
      may("source.manage") ? call("GET /sources", { query, signal }) : null,
      may("team.read") ? call("GET /teams", { query, signal }) : null,
    ]);
    const names = (found: { items: { name: string }[] } | null) => found?.items.map(({ name }) => name) ?? [];
    return {
      services: names(services),
      policies: names(policies),
      intervals: names(intervals),
      scopes: names(scopes),
      tags: names(tags),
      labels: names(labels),
      sources: names(sources),
      types: [...new Set(sources?.items.map(({ type }) => type) ?? [])],
      teams: names(teams),
    };
  });
  return read.value ?? (read.failure === null ? null : NONE);
}

/** One rule as a form. What it does not draw stays as it is. */
export function RuleForm({ rule, named, set }: { rule: Rule; named: Named; set: (rule: Rule) => void }) {
  const put = (to: Partial<Record<keyof Rule, unknown>>) => set(changed(rule, to));
  const kept = inTextAlone(rule);
  return (
    <div class="rule-form">
      <Offered id="rule-services" names={named.services} />
      <Offered id="rule-policies" names={named.policies} />
      <Text label={say("name")} value={rule.name} set={(name) => put({ name })} />
      <fieldset>
        <legend>
          {say((rule.matchers ?? []).length === 0 && rule.when === undefined ? "rules.when.all" : "rules.when")}
        </legend>
        <Conditions matchers={rule.matchers ?? []} set={(matchers) => put({ matchers })} />
        <Known rule={rule} named={named} put={put} />
      </fieldset>
      <fieldset>
        <legend>{say("rules.then")}</legend>
        <p class="segments">
          {OUTCOMES.map((outcome) => (
            <button
              key={outcome}
              type="button"
              aria-pressed={outcomeOf(rule) === outcome}
              onClick={() => set(withOutcome(rule, outcome))}
            >
              {say(`rules.then.${outcome}`)}
            </button>
          ))}
        </p>
        {rule.record === true && <p class="soft">{say("rules.record.hint")}</p>}
        {rule.drop !== undefined ? (
          <Text
            label={say("rules.drop.reason")}
            hint={say("rules.drop.hint")}
            value={rule.drop}
            set={(drop) => put({ drop })}
          />
        ) : (
          <Route rule={rule} named={named} put={put} />
        )}
      </fieldset>
      {rule.drop === undefined && <More rule={rule} named={named} put={put} />}
      <Check
        label={say("rules.isActive")}
        is={rule.is_active !== false}
        set={(is) => put({ is_active: is ? undefined : false })}
      />
      {kept.length > 0 && <p class="soft">{say("rules.kept", { names: kept.join(", ") })}</p>}
    </div>
  );
}

interface PartProps {
  rule: Rule;
  named: Named;
  put: (to: Partial<Record<keyof Rule, unknown>>) => void;
}

/** What it asks of alerts beside their labels. */
function Known({ rule, named, put }: PartProps) {
  const of = (attribute: (typeof ATTRIBUTES)[number]) => asked(rule.when, attribute);
  const ask = (attribute: (typeof ATTRIBUTES)[number], values: readonly string[]) =>
    put({ when: asking(rule.when, attribute, values) });
  const names = { source: named.sources, source_type: named.types, service: named.services, team: named.teams };
  return (
    <details open={ATTRIBUTES.some((one) => of(one).length > 0)}>
      <summary>{say("rules.known")}</summary>
      {(["source", "source_type", "service", "team"] as const).map((one) => (
        <Chips
          key={one}
          label={say(`rules.known.${one}`)}
          hint={say(`rules.known.${one}.hint`)}
          offered={names[one]}
          first={of(one)}
          changed={(values) => ask(one, values)}
        />
      ))}
      <Marked
        label={say("rules.known.tier")}
        choices={TIERS.map((tier) => [tier, say(`rules.tier.${tier}`)])}
        chosen={of("tier")}
        set={(values) => ask("tier", values)}
      />
      <Marked
        label={say("rules.known.severity")}
        choices={SEVERITIES.map((one) => [one, one])}
        chosen={of("severity")}
        set={(values) => ask("severity", values)}
      />
    </details>
  );
}

/** A few choices, of which several hold. */
function Marked({
  label,
  choices,
  chosen,
  set,
}: {
  label: string;
  choices: ReadonlyArray<readonly [string, string]>;
  chosen: readonly string[];
  set: (chosen: readonly string[]) => void;
}) {
  return (
    <fieldset>
      <legend>{label}</legend>
      {choices.map(([value, title]) => (
        <Check
          key={value}
          label={title}
          is={chosen.includes(value)}
          set={(is) => set(is ? [...chosen, value] : chosen.filter((one) => one !== value))}
        />
      ))}
    </fieldset>
  );
}

function Route({ rule, named, put }: PartProps) {
  const severities = rule.severity === undefined || isUsual(rule.severity) ? [] : [rule.severity];
  return (
    <>
      <Text
        label={say("rules.service")}
        hint={say("rules.service.hint")}
        list="rule-services"
        value={rule.service ?? ""}
        set={(service) => put({ service })}
      />
      <Choice
        label={say("rules.severity")}
        value={rule.severity ?? ""}
        choices={[
          ["", say("rules.severity.alert")],
          ...[...SEVERITIES, ...severities].map((one) => [one, one] as const),
        ]}
        set={(severity) => put({ severity })}
      />
      <Chips
        label={say("rules.group")}
        hint={say("rules.group.hint")}
        offered={named.labels}
        first={rule.group_by ?? []}
        changed={(labels) => put({ group_by: labels })}
      />
      <Check
        label={say("rules.continue")}
        is={rule.continue === true}
        set={(is) => put({ continue: is ? true : undefined })}
      />
    </>
  );
}

function isUsual(severity: string): boolean {
  return SEVERITIES.some((one) => one === severity);
}

function More({ rule, named, put }: PartProps) {
  return (
    <details>
      <summary>{say("rules.options")}</summary>
      <Text
        label={say("rules.policy")}
        hint={say("rules.policy.hint")}
        list="rule-policies"
        value={rule.escalation_policy ?? ""}
        set={(escalation_policy) => put({ escalation_policy })}
      />
      <Text
        label={say("rules.incidentTitle")}
        hint={say("rules.incidentTitle.hint")}
        value={rule.title ?? ""}
        set={(title) => put({ title })}
      />
      <Choice
        label={say("rules.resolves")}
        value={rule.auto_resolve === undefined ? "" : String(rule.auto_resolve)}
        choices={[
          ["", say("rules.resolves.usual")],
          ["true", say("rules.resolves.yes")],
          ["false", say("rules.resolves.no")],
        ]}
        set={(value) => put({ auto_resolve: value === "" ? undefined : value === "true" })}
      />
      <Chips
        label={say("rules.tags")}
        hint={say("rules.tags.hint")}
        offered={named.tags}
        first={rule.tags ?? []}
        changed={(tags) => put({ tags })}
      />
      <Chips
        label={say("rules.scopes")}
        hint={say("rules.scopes.hint")}
        offered={named.scopes}
        first={rule.impact_scopes ?? []}
        changed={(impact_scopes) => put({ impact_scopes })}
      />
      <Chips
        label={say("rules.mute")}
        hint={say("rules.mute.hint")}
        offered={named.intervals}
        first={rule.mute_times ?? []}
        changed={(mute_times) => put({ mute_times })}
      />
      <Chips
        label={say("rules.activeTimes")}
        hint={say("rules.activeTimes.hint")}
        offered={named.intervals}
        first={rule.active_times ?? []}
        changed={(active_times) => put({ active_times })}
      />
      <Wait
        label={say("rules.wait")}
        hint={say("rules.wait.hint")}
        value={rule.group_wait}
        set={(group_wait) => put({ group_wait })}
      />
      <Wait
        label={say("rules.interval")}
        hint={say("rules.interval.hint")}
        value={rule.group_interval}
        set={(group_interval) => put({ group_interval })}
      />
      <Wait
        label={say("rules.repeat")}
        hint={say("rules.repeat.hint")}
        value={rule.repeat_interval}
        set={(repeat_interval) => put({ repeat_interval })}
      />
      <Wait
        label={say("rules.reopen")}
        hint={say("rules.reopen.hint")}
        value={rule.reopen_window}
        set={(reopen_window) => put({ reopen_window })}
      />
      <Lines label={say("description")} value={rule.description ?? ""} set={(description) => put({ description })} />
    </details>
  );
}

/** Minutes as they are typed; the rule has a duration, or none. */
function Wait({
  label,
  hint,
  value,
  set,
}: {
  label: string;
  hint: string;
  value: string | undefined;
  set: (value: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value === undefined ? "" : String(minutesOf(value)));
  return (
    <Minutes
      label={label}
      hint={hint}
      max={ENOUGH}
      value={typed}
      set={(now) => {
        setTyped(now);
        set(now.trim() === "" ? undefined : durationOf(now));
      }}
    />
  );
}

function Offered({ id, names }: { id: string; names: readonly string[] }) {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
