import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { inWords } from "../shell/failure";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { Ago, Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

/** As many as are offered to choose from. */
const OFFERED = 200;

/** Who else an incident concerns, until when the law wants to know, and for those who may, the way to change that. */
export function Scopes({
  me,
  incident,
  show,
  again,
}: {
  me: Self;
  incident: Incident;
  show: (now: Incident) => void;
  again: () => void;
}) {
  const mayChange = may(me, "incident.edit", incident);
  const [isAdding, setAdding] = useState(false);
  const path = { id: incident.id };
  const add = async (scope: string) =>
    show(await call("PUT /incidents/{id}/scopes/{scope}", { path: { ...path, scope } }));
  const remove = async (scope: string) =>
    show(await call("DELETE /incidents/{id}/scopes/{scope}", { path: { ...path, scope } }));
  const orSay = async (work: Promise<void>) => {
    try {
      await work;
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
    again();
  };
  const { impacted_scopes: scopes } = incident;
  if (scopes.length === 0 && !mayChange) return null;
  return (
    <section aria-labelledby="scopes" class="incident-scopes">
      <h3 id="scopes" tabIndex={-1}>
        {say("incident.scopes")}
      </h3>
      {scopes.length === 0 ? (
        <p class="soft">{say("incident.scopes.none")}</p>
      ) : (
        <ul class="plain" aria-labelledby="scopes">
          {scopes.map(({ id, name, legal_deadline_at: deadline }) => (
            <li key={id}>
              <strong>{name}</strong> {deadline !== null && <Deadline at={deadline} isOpen={incident.is_open} />}{" "}
              {mayChange && (
                <button
                  type="button"
                  onClick={async () => {
                    await orSay(
                      remove(id).then(() => toast(say("incident.scope.removed", { name }), () => void orSay(add(id)))),
                    );
                    // The button is gone, and the focus is not lost with it.
                    document.getElementById("scopes")?.focus();
                  }}
                >
                  {say("incident.tag.remove")}
                  <span class="unseen"> {name}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && me.permissions.includes("scope.read") && (
        <button type="button" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
          {say("incident.scope.add")}
        </button>
      )}
      {isAdding && (
        <Add
          has={scopes.map(({ id }) => id)}
          add={async (scope) => {
            await add(scope);
            again();
            setAdding(false);
            document.getElementById("scopes")?.focus();
          }}
        />
      )}
    </section>
  );
}

/** Until when the law wants to know. The end of the incident does not stop that clock. */
function Deadline({ at, isOpen }: { at: string; isOpen: boolean }) {
  const isLate = Date.parse(at) <= Date.now();
  return (
    <span class={isLate && isOpen ? "fault" : "soft"}>
      {say(isLate ? "incident.scope.late" : "incident.scope.deadline")} <Moment at={at} /> · <Ago at={at} />
    </span>
  );
}

function Add({ has, add }: { has: readonly string[]; add: (scope: string) => Promise<void> }) {
  const read = useRead("scopes of incidents", (signal) =>
    call("GET /scopes", { query: { active: "true", limit: OFFERED }, signal }),
  );
  return (
    <Ready read={read}>
      {({ items }) => {
        const left = items.filter(({ id }) => !has.includes(id));
        if (left.length === 0) return <p class="soft">{say("incident.scopes.all")}</p>;
        return (
          <Form isAside go={say("incident.scope.go")} send={({ scope = "" }) => add(scope)}>
            <p class="field">
              <label for="incident-scope">{say("incident.scope")}</label>
              <select id="incident-scope" name="scope">
                {left.map(({ id, name, legal_clock_hours: hours }) => (
                  <option key={id} value={id}>
                    {hours === null ? name : say("incident.scope.clock", { name, hours })}
                  </option>
                ))}
              </select>
            </p>
          </Form>
        );
      }}
    </Ready>
  );
}
