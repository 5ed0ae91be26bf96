import type { Rule } from "../api/schema";
import { say } from "../words";
import { conditionOf } from "./matcher";
import { ATTRIBUTES, asked, isDrawn } from "./when";

function isTier(value: string): value is "TIER_1_CRITICAL" | "TIER_2" | "TIER_3" {
  return value === "TIER_1_CRITICAL" || value === "TIER_2" || value === "TIER_3";
}

const OPERATOR = { "=": "=", "!=": "≠", "=~": "=~", "!~": "!~" };

/** What a rule does, in a line: on which alerts, and where they go. */
export function Summary({ rule }: { rule: Rule }) {
  const when = (rule.matchers ?? []).map((one) => {
    const found = conditionOf(one);
    return found ? `${found.label} ${OPERATOR[found.operator]} ${found.value}` : one;
  });
  const known = ATTRIBUTES.flatMap((one) => {
    const values = asked(rule.when, one).map((value) =>
      one === "tier" && isTier(value) ? say(`rules.tier.${value}`) : value,
    );
    return values.length === 0 ? [] : [`${say(`rules.shown.${one}`)} ${values.join(", ")}`];
  });
  const then =
    rule.drop !== undefined
      ? [say("rules.then.dropped")]
      : rule.record === true
        ? [say("rules.then.recorded")]
        : [rule.service || say("rules.then.labels"), ...(rule.severity ? [rule.severity] : [])];
  return (
    <small class="soft">
      {when.length > 0 && <code>{when.join(", ")}</code>}
      {when.length === 0 && rule.when === undefined && say("rules.all")}
      {known.length > 0 && ` ${known.join(" · ")}`}
      {!isDrawn(rule.when) && ` ${say("rules.more")}`} → {then.join(" · ")}
      {rule.continue === true && ` · ${say("rules.then.continues")}`}
      {rule.is_active === false && ` · ${say("rules.notActive")}`}
    </small>
  );
}

/** The rules of a set in their order, to read. */
export function RuleList({ rules }: { rules: readonly Rule[] }) {
  return (
    <ol class="numbered" aria-label={say("rules.list")}>
      {rules.map((rule, i) => (
        <li key={i}>
          <span class="rule">
            <span>{rule.name}</span>
            <Summary rule={rule} />
          </span>
        </li>
      ))}
    </ol>
  );
}
