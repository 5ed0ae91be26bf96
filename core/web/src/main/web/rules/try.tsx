import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self, Source, TriedBody } from "../api/schema";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { Tried } from "../sources/tried";
import { say } from "../words";

const TRY = "POST /sources/{id}/try";

/** What the server is asked, besides the rules. */
interface Pasted {
  body: string;
  path?: string;
}

/** Has a body tried that would come from a source, with these rules or those in force. */
export function tryBody(source: string, asked: Pasted & { rules?: unknown }): Promise<Answer<typeof TRY>> {
  return call(TRY, { path: { id: source }, body: asked });
}

/** The same of one source, with the rules in force. */
export function TryPasted({ source }: { source: string }) {
  const [tried, setTried] = useState<TriedBody | null>(null);
  return (
    <details>
      <summary>{say("rules.try")}</summary>
      <p>{say("rules.try.about")}</p>
      <Form
        go={say("rules.try.go")}
        send={async ({ path, body = "" }) => {
          setTried(null);
          setTried(await tryBody(source, { body, ...(path && { path }) }));
        }}
      >
        <WhatIsPasted />
      </Form>
      <div role="status">{tried && <Tried tried={tried} />}</div>
    </details>
  );
}

function WhatIsPasted() {
  return (
    <>
      <Field label={say("rules.try.path")} name="path" maxLength={200} />
      <p class="field">
        <label for="try-body">{say("rules.try.body")}</label>
        <textarea id="try-body" name="body" class="code" rows={10} spellcheck={false} required />
      </p>
    </>
  );
}

/**
 * Has a gateway read a pasted body, and shows what would become of its alerts.
 *
 * @param ask sends it, with the rules to try
 */
export function TryBody({
  me,
  ask,
}: {
  me: Self;
  ask: (source: string, pasted: Pasted) => Promise<Answer<typeof TRY>>;
}) {
  const mayList = me.permissions.includes("source.manage");
  const [sources, setSources] = useState<Source[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tried, setTried] = useState<TriedBody | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen || !mayList || sources !== null) return;
    call("GET /sources", { query: { limit: 500 } })
      .then(({ items }) => setSources(items))
      .catch(setFailure);
  }, [isOpen, mayList, sources]);
  const send = async ({ source = "", path, body = "" }: Record<string, string>) => {
    setTried(null);
    setTried(await ask(source, { body, ...(path && { path }) }));
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
          <WhatIsPasted />
        </Form>
      )}
      <div role="status">{tried && <Tried tried={tried} />}</div>
    </details>
  );
}
