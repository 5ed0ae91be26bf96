import type { Explanation } from "../api/schema";
import { exists, href } from "../shell/router";
import { say, type Word } from "../words";
import { type Step, steps } from "./tree";

/** A link to a page, or its text alone where there is no such page. */
export function To({ path, text }: { path: string; text: string }) {
  return exists(path) ? <a href={href(path)}>{text}</a> : <>{text}</>;
}

type FailedPart = NonNullable<Explanation["rules"][number]["failed"]>[number];

/** What of the alert makes a part of a condition fail. */
function why({ values, local_time, error }: FailedPart) {
  const labels = Object.entries(values).map(([label, value]) => `${label}: ${value ?? say("alerts.label.none")}`);
  return [...labels, local_time, error].filter(Boolean).join(", ");
}

function shown({ what, result }: Step): string {
  const answers = what === "auto_resolve" || what === "record";
  return answers && (result === "yes" || result === "no") ? say(`alert.why.${result}`) : result;
}

/**
 * What routing decided, step by step, as items of a list.
 *
 * @param version that has the rules; null while they are not stored
 */
export function Steps({ explanation, version }: { explanation: Explanation; version: number | null }) {
  const missed = explanation.rules.filter((rule) => !rule.matched);
  return (
    <>
      {steps(explanation).map((step) => {
        const rule = step.rule && say("alert.why.rule", { name: step.rule.name, number: step.rule.index + 1 });
        return (
          <li key={step.what}>
            {say(`alert.why.${step.what}`)} <strong>{shown(step)}</strong>{" "}
            <span class="soft">
              {say(`alert.why.${step.what}.${step.how}` as Word, step.values)}
              {step.rule && rule && (
                <>
                  {" "}
                  {version === null ? (
                    rule
                  ) : (
                    <To path={`/rules?version=${version}&rule=${step.rule.index}`} text={rule} />
                  )}
                </>
              )}
            </span>
          </li>
        );
      })}
      {missed.length > 0 && (
        <li>
          <details>
            <summary>{say("alert.why.missed", { count: missed.length + explanation.misses_left_out })}</summary>
            <ul>
              {missed.map((rule) => (
                <li key={rule.index}>
                  {say("alert.why.rule", { name: rule.name, number: rule.index + 1 })}{" "}
                  {rule.inactive && <span class="soft">{say("alert.why.inactive")}</span>}
                  {rule.mismatch && (
                    <span class="soft">
                      {say("alert.why.mismatch", {
                        matcher: rule.mismatch.matcher,
                        label: rule.mismatch.label,
                        actual: rule.mismatch.actual ?? say("alerts.label.none"),
                      })}
                    </span>
                  )}
                  {rule.failed?.map((part) => (
                    <span class="soft" key={part.pointer}>
                      {say("alert.why.failed", { condition: part.condition, why: why(part) })}{" "}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </details>
        </li>
      )}
    </>
  );
}
