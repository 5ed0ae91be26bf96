import { useEffect, useState } from "preact/hooks";
import { Steps } from "../alert/steps";
import { type Answer, call } from "../api/client";
import type { Self, Source, Tried, TriedAlert } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { locale, say } from "../words";

export const TRY = "POST /rule-sets/try";

/** What the server is asked, besides the rules. */
interface Pasted {
  source: string;
  body: string;
  path?: string;
}

/**
 * Has a gateway read a pasted body, and shows where its alerts would go.
 *
 * @param ask sends it, with the rules to try
 */
export function TryBody({ me, ask }: { me: Self; ask: (body: Pasted) => Promise<Answer<typeof TRY>> }) {
  const mayList = me.permissions.includes("source.manage");
  const [sources, setSources] = useState<Source[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen || !mayList || sources !== null) return;
    call("GET /sources", { query: { limit: 500 } })
      .then(({ items }) => setSources(items))
      .catch(setFailure);
  }, [isOpen, mayList, sources]);
  const send = async ({ source = "", path, body = "" }: Record<string, string>) => {
    setTried(null);
    setTried(await ask({ source, body, ...(path && { path }) }));
  };
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("rules.try")}</summary>
      <p>{say("rules.try.about")}</p>
      {failure !== null && <Failure failure={failure} />}
      {sources?.length === 0 && <p>{say("rules.try.source.none")}</p>}
      {(!mayList || (sources !== null && sources.length > 0)) && (
        <Form go={say("rules.try.go")} send={send}>
          {sources === null ? (
            <Field label={say("rules.try.source")} hint={say("rules.try.source.hint")} name="source" required />
          ) : (
            <p class="field">
              <label for="try-source">{say("rules.try.source")}</label>
              <select id="try-source" name="source" required>
                {sources.map(({ id, name, type }) => (
                  <option key={id} value={id}>
                    {name} ({type})
                  </option>
                ))}
              </select>
            </p>
          )}
          <Field label={say("rules.try.path")} name="path" maxLength={200} />
          <p class="field">
            <label for="try-body">{say("rules.try.body")}</label>
            <textarea id="try-body" name="body" class="code" rows={10} spellcheck={false} required />
          </p>
        </Form>
      )}
      <div role="status">{tried && <Outcome tried={tried} />}</div>
    </details>
  );
}

function Outcome({ tried }: { tried: Tried }) {
  const number = (value: number) => value.toLocaleString(locale());
  return (
    <>
      <p>
        {say("rules.try.read", { dialect: tried.dialect, path: tried.path, count: number(tried.alert_count) })}{" "}
        {tried.alert_count > tried.alerts.length && say("rules.try.first", { count: number(tried.alerts.length) })}
      </p>
      {tried.truncated_by_sender > 0 && (
        <p>{say("rules.try.truncated", { count: number(tried.truncated_by_sender) })}</p>
      )}
      {tried.broken_count > 0 && (
        <>
          <p class="fault">{say("rules.try.broken", { count: number(tried.broken_count) })}</p>
          <ul>
            {tried.broken.map(({ pointer, reason }) => (
              <li key={pointer}>
                <code>{pointer}</code> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      <ol class="tree">
        {tried.alerts.map((alert, i) => (
          <Read key={i} alert={alert} version={tried.rule_set_version} />
        ))}
      </ol>
    </>
  );
}

function Read({ alert, version }: { alert: TriedAlert; version: number | null }) {
  return (
    <li>
      <SeverityMark severity={alert.explanation.severity.severity} /> <strong>{alert.name}</strong>{" "}
      {say(alert.firing ? "rules.try.firing" : "rules.try.recovery")}
      <ul>
        <Steps explanation={alert.explanation} version={version} />
        <li>
          <details>
            <summary>{say("rules.try.labels")}</summary>
            <pre class="text">{JSON.stringify(alert.labels, null, 2)}</pre>
          </details>
        </li>
      </ul>
    </li>
  );
}
