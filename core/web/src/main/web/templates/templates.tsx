import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { eventName } from "../deliveries/events";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { Grid } from "../shell/table";
import { Ago } from "../shell/time";
import { toast } from "../shell/toast";
import { locale, say } from "../words";
import { Editor } from "./editor";

export type Known = Answer<"GET /message-templates">;
export type MessageForm = Known["forms"][number];

const FORMS = ["title", "text", "facts", "mail_subject", "mail_text", "mail_html", "sms"] as const;

/** Languages in which tenants write, besides those that are shipped and those of their own templates. */
const USUAL = ["cs", "da", "de", "es", "fi", "it", "ja", "nb", "nl", "pl", "pt", "sv"];

/** The text of notifications: which the tenant has written, and the editor of each. */
export function MessageTemplates({ me }: PageProps) {
  const { query } = usePlace();
  const [turn, setTurn] = useState(0);
  const read = useRead(`templates ${turn}`, (signal) => call("GET /message-templates", { signal }));
  const mayManage = me.permissions.includes("notification.manage");
  return (
    <Managed me={me} title={say("manage.templates")}>
      <Language mayManage={mayManage} />
      <Ready read={read}>
        {(known) => {
          const languages = languagesOf(known);
          const language = languages.find((one) => one === query.get("language")) ?? "en";
          const kind = known.kinds.find(({ name }) => name === query.get("kind"))?.name ?? "incident";
          const form = known.forms.find(({ name }) => name === query.get("form")) ?? known.forms[0];
          return (
            <>
              <Own known={known} />
              <h2>{say("template.edit")}</h2>
              <search class="filters" aria-label={say("template.which")}>
                <Choice
                  name="kind"
                  title={say("template.kind")}
                  value={kind}
                  choices={known.kinds.map(({ name }) => [name, kindName(name)])}
                />
                <Choice
                  name="form"
                  title={say("template.form")}
                  value={form?.name ?? ""}
                  choices={known.forms.map(({ name }) => [name, formName(name)])}
                />
                <Choice
                  name="language"
                  title={say("language")}
                  value={language}
                  choices={languages.map((one) => [one, languageName(one)])}
                />
              </search>
              {form && (
                <Editor
                  key={`${language} ${kind} ${form.name}`}
                  path={{ language, kind, form: form.name }}
                  form={form}
                  mayManage={mayManage}
                  changed={() => setTurn(turn + 1)}
                />
              )}
            </>
          );
        }}
      </Ready>
    </Managed>
  );
}

function Choice({
  name,
  title,
  value,
  choices,
}: {
  name: string;
  title: string;
  value: string;
  choices: ReadonlyArray<readonly [value: string, title: string]>;
}) {
  return (
    <label>
      {title}
      <select name={name} value={value} onChange={(event) => setQuery({ [name]: event.currentTarget.value })}>
        {choices.map(([one, text]) => (
          <option key={one} value={one} selected={one === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the tenant has written instead of the shipped texts. */
function Own({ known: { own } }: { known: Known }) {
  return (
    <>
      <h2>{say("template.own")}</h2>
      {own.length === 0 ? (
        <p class="soft">{say("template.own.none")}</p>
      ) : (
        <Grid
          label={say("template.own")}
          rows={own}
          id={({ language, kind, form }) => `${language} ${kind} ${form}`}
          columns={[
            {
              title: say("template.kind"),
              show: ({ language, kind, form }) => (
                <a href={href(`/message-templates?${new URLSearchParams({ kind, form, language })}`)}>
                  {kindName(kind)}
                </a>
              ),
            },
            { title: say("template.form"), show: ({ form }) => formName(form) },
            { title: say("language"), show: ({ language }) => languageName(language) },
            {
              title: say("template.changed"),
              show: ({ made_at, made_by }) => (
                <>
                  <Ago at={made_at} /> · {made_by}
                </>
              ),
            },
          ]}
        />
      )}
    </>
  );
}

/** The language of what is sent to nobody alone. */
function Language({ mayManage }: { mayManage: boolean }) {
  const [open, setOpen] = useState(false);
  const read = useRead("message language", (signal) => call("GET /message-language", { signal }));
  return (
    <Ready read={read}>
      {(stored) => {
        const languages = sorted(["en", "fr", ...USUAL, stored.language]);
        return (
          <>
            <p class="row">
              <span>{say("template.language.is", { language: languageName(stored.language) })}</span>
              {mayManage && (
                <button type="button" onClick={() => setOpen(true)}>
                  {say("template.language.change")}
                </button>
              )}
            </p>
            {open && (
              <Dialog
                drawer
                title={say("template.language.change")}
                close={() => {
                  setOpen(false);
                  read.again();
                }}
              >
                <p>{say("template.language.about")}</p>
                <SchemaForm
                  schema={{
                    properties: {
                      language: { title: say("language"), enum: languages, titles: languages.map(languageName) },
                    },
                    required: ["language"],
                  }}
                  stored={stored}
                  go={say("save")}
                  send={async (body) => {
                    await call("PUT /message-language", { body, version: stored.version });
                    setOpen(false);
                    read.again();
                    toast(say("saved"));
                  }}
                />
              </Dialog>
            )}
          </>
        );
      }}
    </Ready>
  );
}

function languagesOf({ languages, own }: Known): string[] {
  return sorted([...languages, ...own.map(({ language }) => language), ...USUAL]);
}

function sorted(languages: string[]): string[] {
  return [...new Set(languages)].sort((a, b) => languageName(a).localeCompare(languageName(b)));
}

function languageName(code: string): string {
  const name = new Intl.DisplayNames([locale()], { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

function kindName(kind: string): string {
  if (kind === "incident") return say("template.kind.incident");
  return kind === "notice" ? say("template.kind.notice") : eventName(kind);
}

function formName(form: string): string {
  const known = FORMS.find((one) => one === form);
  return known === undefined ? form : say(`template.form.${known}`);
}
