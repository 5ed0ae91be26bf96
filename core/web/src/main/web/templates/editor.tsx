import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Deed } from "../shell/deed";
import { inWords } from "../shell/failure";
import { Loading } from "../shell/loading";
import { Ready, useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say, spoken } from "../words";
import type { MessageForm } from "./templates";

type Template = Answer<"GET /message-templates/{language}/{kind}/{form}">;
type Variable = Answer<"GET /message-templates/variables">["items"][number];
type Path = { language: string; kind: string; form: string };

const PAUSE = 400;

/** One text: what it is written with, what it becomes, and its earlier versions. */
export function Editor({
  path,
  form,
  mayManage,
  changed,
}: {
  path: Path;
  form: MessageForm;
  mayManage: boolean;
  changed: () => void;
}) {
  const [saves, setSaves] = useState(0);
  const read = useRead(`template ${JSON.stringify(path)} ${saves}`, async (signal) => ({
    template: await call("GET /message-templates/{language}/{kind}/{form}", { path, signal }),
    variables: mayManage ? (await call("GET /message-templates/variables", { signal })).items : [],
  }));
  const saved = (said: string) => {
    setSaves(saves + 1);
    changed();
    toast(said);
  };
  return (
    <Ready read={read}>
      {({ template, variables }) =>
        mayManage ? (
          <>
            <Writing
              key={template.version}
              path={path}
              form={form}
              template={template}
              variables={variables.filter((one) => !one.of_mails || /^mail_(?:text|html)$/.test(form.name))}
              saved={saved}
            />
            <Versions key={`versions ${template.version}`} path={path} template={template} saved={saved} />
          </>
        ) : (
          <pre class="code" tabIndex={0} role="region" aria-label={say("template.source")}>
            {template.source}
          </pre>
        )
      }
    </Ready>
  );
}

interface Writes {
  path: Path;
  template: Template;
  saved: (said: string) => void;
}

function Writing({
  path,
  form,
  template,
  variables,
  saved,
}: Writes & { form: MessageForm; variables: readonly Variable[] }) {
  const [source, setSource] = useState(template.source);
  const [incident, setIncident] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const isOwn = template.origin === "own";
  const insert = (variable: Variable) => {
    const at = field.current?.selectionStart ?? source.length;
    const tag = tagOf(variable);
    setSource(source.slice(0, at) + tag + source.slice(field.current?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + tag.length, at + tag.length);
    });
  };
  return (
    <>
      <p class="soft">{say(isOwn ? "template.isOwn" : "template.isShipped")}</p>
      <div class="halves">
        <div>
          <p class="field">
            <label for="template-source">{say("template.source")}</label>
            <textarea
              ref={field}
              id="template-source"
              name="source"
              class="code"
              rows={12}
              spellcheck={false}
              maxLength={form.longest_source}
              aria-describedby="template-source-hint"
              value={source}
              onInput={(event) => setSource(event.currentTarget.value)}
            />
            <small id="template-source-hint" class="soft">
              {say("template.source.hint", { most: form.longest_source })}
            </small>
          </p>
          <p class="row">
            <Deed
              primary
              act={async () => {
                await call("PUT /message-templates/{language}/{kind}/{form}", {
                  path,
                  body: { source },
                  version: template.version,
                });
                saved(say("saved"));
              }}
            >
              {say("save")}
            </Deed>
            {source !== template.source && (
              <button type="button" onClick={() => setSource(template.source)}>
                {say("template.discard")}
              </button>
            )}
            {isOwn && (
              <Deed
                act={async () => {
                  await call("DELETE /message-templates/{language}/{kind}/{form}", { path });
                  saved(say("template.reverted"));
                }}
              >
                {say("template.shipped")}
              </Deed>
            )}
          </p>
        </div>
        <Preview path={path} form={form} source={source} incident={incident} setIncident={setIncident} />
      </div>
      <details>
        <summary>{say("template.variables")}</summary>
        <p class="soft">{say("template.variables.hint")}</p>
        <ul class="list variables">
          {variables.map((one) => (
            <li key={one.name}>
              <button type="button" onClick={() => insert(one)}>
                <code>{one.name}</code>
              </button>
              {/* The server describes them in English alone. */}
              {spoken() === "en" && <About text={one.about} />}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** Values stand between backticks. */
function About({ text }: { text: string }) {
  return (
    <span class="soft">{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</span>
  );
}

function tagOf({ name, type, members }: Variable): string {
  if (type === "text") return `{{${name}}}`;
  return `{{#${name}}}${members.map((one) => `{{${one}}} `).join("")}{{/${name}}}`;
}

/** What the draft becomes, a moment after each key: of a sample, or of the last message about an incident. */
function Preview({
  path,
  form,
  source,
  incident,
  setIncident,
}: {
  path: Path;
  form: MessageForm;
  source: string;
  incident: string;
  setIncident: (id: string) => void;
}) {
  const [shown, setShown] = useState<Answer<"POST /message-templates/{language}/{kind}/{form}/preview"> | null>(null);
  const [fault, setFault] = useState("");
  useEffect(() => {
    const over = new AbortController();
    const of = incident.trim();
    const timer = setTimeout(() => {
      call("POST /message-templates/{language}/{kind}/{form}/preview", {
        path,
        body: { source, ...(of !== "" && { incident: of }) },
        signal: over.signal,
      })
        .then((answer) => {
          setShown(answer);
          setFault("");
        })
        .catch((failure: unknown) => {
          if (!over.signal.aborted) setFault(inWords(failure).text);
        });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [source, incident]);
  return (
    <div>
      <div class="field">
        <span class="label" id="template-preview">
          {say("template.preview")}
        </span>
        {shown === null && fault === "" && <Loading />}
        <pre class="code" tabIndex={0} role="region" aria-labelledby="template-preview">
          {shown?.text ?? ""}
        </pre>
        <small class="soft">{shown && say("template.length", { count: shown.length, most: form.longest })}</small>
        <span class="fault" role="status">
          {[fault, ...(shown?.faults ?? [])].filter((one) => one !== "").join(" ")}
        </span>
      </div>
      <p class="field">
        <label for="template-incident">{say("template.incident")}</label>
        <input
          id="template-incident"
          type="text"
          value={incident}
          autocomplete="off"
          aria-describedby="template-incident-hint"
          onInput={(event) => setIncident(event.currentTarget.value)}
        />
        <small id="template-incident-hint" class="soft">
          {say("template.incident.hint")}
        </small>
      </p>
    </div>
  );
}

/** What it was before, and the way back to one of them. */
function Versions({ path, template, saved }: Writes) {
  const read = useRead(`versions ${JSON.stringify(path)}`, (signal) =>
    call("GET /message-templates/{language}/{kind}/{form}/versions", { path, signal }),
  );
  return (
    <Ready read={read}>
      {({ items }) => {
        // The newest is the one that is used.
        const earlier = items.filter(({ version }) => version !== template.version);
        if (earlier.length === 0) return null;
        return (
          <details>
            <summary>{say("template.versions")}</summary>
            <ul class="list">
              {earlier.map(({ version, source, made_at: at, made_by: by }) => (
                <li key={version} class="entry">
                  <span>
                    <strong>{say("template.version", { version })}</strong>{" "}
                    <span class="soft">
                      <Moment at={at} /> · {by}
                    </span>
                    {source === null ? (
                      <p class="soft">{say("template.version.shipped")}</p>
                    ) : (
                      <pre class="code">{source}</pre>
                    )}
                  </span>
                  {source !== null && (
                    <Deed
                      about={String(version)}
                      act={async () => {
                        await call("POST /message-templates/{language}/{kind}/{form}/revert", {
                          path,
                          body: { version },
                          version: template.version,
                        });
                        saved(say("saved"));
                      }}
                    >
                      {say("template.restore")}
                    </Deed>
                  )}
                </li>
              ))}
            </ul>
          </details>
        );
      }}
    </Ready>
  );
}
