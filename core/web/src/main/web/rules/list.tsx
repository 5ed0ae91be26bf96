import type { Rule } from "../api/schema";
import { say } from "../words";
import { conditionOf } from "./matcher";

const OPERATOR = { "=": "=", "!=": "≠", "=~": "=~", "!~": "!~" };

/** What a rule does, in a line: on which alerts, and where they go. */
export function Summary({ rule }: { rule: Rule }) {
  const when = (rule.matchers ?? []).map((one) => {
    const found = conditionOf(one);
    return found ? `${found.label} ${OPERATOR[found.operator]} ${found.value}` : one;
  });
  const then =
    rule.drop !== undefined
      ? [say("rules.then.dropped")]
      : [rule.service || say("rules.then.labels"), ...(rule.severity ? [rule.severity] : [])];
  return (
    <small class="soft">
      {when.length > 0 && <code>{when.join(", ")}</code>}
      {when.length === 0 && rule.when === undefined && say("rules.all")}
      {rule.when !== undefined && ` ${say("rules.more")}`} → {then.join(" · ")}
      {rule.continue === true && ` · ${say("rules.then.continues")}`}
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
