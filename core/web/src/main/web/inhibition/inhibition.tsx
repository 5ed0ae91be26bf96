import { type Answer, call } from "../api/client";
import { lengthOf } from "../shell/length";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import { Deed } from "../shell/deed";
import { inWords } from "../shell/failure";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";

type Rule = Answer<"GET /inhibit-rules">["items"][number];

/** Which alerts hide which others while they fire, what each rule hides now, and the ways to write and switch them. */
export function InhibitRules({ me }: PageProps) {
  const mayAlerts = me.permissions.includes("alert.read");
  return (
    <ManagedList<Rule>
      me={me}
      title={say("manage.inhibition")}
      about={say("inhibition.about")}
      permission="inhibit_rule.manage"
      words={{
        add: say("inhibition.add"),
        delete: say("inhibition.delete"),
        deleted: (name) => say("inhibition.deleted", { name }),
      }}
      none={say("inhibition.none")}
      read={(query, signal) => call("GET /inhibit-rules", { query, ...(signal && { signal }) })}
      columns={[
        { title: say("name"), show: ({ name }) => name },
        { title: say("inhibition.source"), show: ({ source_matchers }) => source_matchers.join(", ") },
        { title: say("inhibition.target"), show: ({ target_matchers }) => target_matchers.join(", ") },
        {
          title: say("inhibition.equal"),
          show: ({ equal, warnings }) => (
            <>
              {equal.join(", ") || "–"}{" "}
              {warnings.map(({ kind }) => (
                <span key={kind} class="fault">
                  {say(`silence.warning.${kind}`)}
                </span>
              ))}
            </>
          ),
        },
        { title: say("inhibition.wait"), show: ({ wait }) => lengthOf(minutesOf(wait) * 60) },
        { title: say("source.state"), show: ({ is_active }) => say(is_active ? "state.on" : "state.off") },
        {
          title: say("silence.hides"),
          isNumber: true,
          show: ({ name, hides_now, hid_in_all, target_matchers }) => (
            <>
              {mayAlerts && hides_now > 0 ? (
                <a href={href(`/alerts?hidden=true&match=${encodeURIComponent(target_matchers.join(","))}`)}>
                  {hides_now}
                  <span class="unseen"> {name}</span>
                </a>
              ) : (
                hides_now
              )}{" "}
              <span class="soft">{say("table.all", { count: hid_in_all })}</span>
            </>
          ),
        },
      ]}
      acts={(rule, again) => (
        <Deed about={rule.name} act={() => turnTo(rule, !rule.is_active, again)}>
          {say(rule.is_active ? "inhibition.turnOff" : "inhibition.turnOn")}
        </Deed>
      )}
      schema={schema}
      write={(body, stored) => (stored ? change(stored, body) : call("POST /inhibit-rules", { body }))}
      remove={({ id }) => call("DELETE /inhibit-rules/{id}", { path: { id } })}
    />
  );
}

function change({ id, version }: Rule, body: unknown): Promise<Rule> {
  return call("PUT /inhibit-rules/{id}", { path: { id }, version, body });
}

async function turnTo(rule: Rule, isActive: boolean, again: () => void) {
  try {
    const now = await change(rule, { ...written(rule), is_active: isActive });
    const back = () =>
      void turnTo(now, !isActive, again).catch((failure: unknown) =>
        toastFailure(`${now.name}: ${inWords(failure).text}`),
      );
    toast(say(isActive ? "inhibition.turnedOn" : "inhibition.turnedOff", { name: now.name }), back);
  } finally {
    // Also after a refusal: somebody else may have changed it, and the table shows what it is now.
    again();
  }
}

/** All that a request writes of a rule: what it leaves out would be as usual again. */
function written({ name, source_matchers, target_matchers, equal, wait, is_active }: Rule) {
  return { name, source_matchers, target_matchers, equal, wait, is_active };
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 200 },
      source_matchers: {
        title: say("inhibition.source"),
        description: say("silence.matchers.hint"),
        type: "array",
      },
      target_matchers: {
        title: say("inhibition.target"),
        description: say("silence.matchers.hint"),
        type: "array",
      },
      equal: { title: say("inhibition.equal"), description: say("inhibition.equal.hint"), type: "array" },
      wait: {
        title: say("inhibition.wait"),
        description: say("inhibition.wait.hint"),
        format: "duration",
        default: "PT30S",
      },
      is_active: { title: say("inhibition.active"), type: "boolean", default: true },
    },
    required: ["name", "source_matchers", "target_matchers", "wait"],
  };
}
