import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say, type Word } from "../words";
import { keyed, keyOf, lineOf, textOf, treeOf } from "./lines";
import type { IncidentField } from "./values";

type Causes = Answer<"GET /causes">;
type Named = IncidentField & { name: string };

const TYPES = [
  "text",
  "number",
  "boolean",
  "date",
  "instant",
  "url",
  "user",
  "team",
  "service",
  "select",
  "multi_select",
] as const;
const REQUIRED = ["none", "create", "resolve"] as const;

/** What a tenant wants to know of incidents besides, and from which causes people choose. */
export function Fields({ me }: PageProps) {
  return (
    <ManagedList<Named>
      me={me}
      title={say("manage.fields")}
      permission="field.manage"
      words={{
        add: say("fields.add"),
        delete: say("fields.archive"),
        deleted: (name) => say("fields.archived.done", { name }),
      }}
      none={say("fields.empty")}
      above={() => (
        <p>
          <a href={href("/incidents?status=all&missing_fields=true")}>{say("fields.missing.list")}</a>
        </p>
      )}
      read={async (query, signal) => {
        const { items, next } = await call("GET /incident-fields", { query, ...(signal && { signal }) });
        return { items: items.map((one) => ({ ...one, name: one.label })), next };
      }}
      columns={[
        {
          title: say("fields.label"),
          show: ({ label, description }) => (
            <>
              {label}
              {description !== "" && <p class="soft">{description}</p>}
            </>
          ),
        },
        { title: say("fields.key"), show: ({ key }) => <code>{key}</code> },
        {
          title: say("fields.type"),
          show: ({ type, options }) => (
            <>
              {say(`fields.type.${type}` as Word)}
              {options.length > 0 && <p class="soft">{options.map(({ label }) => label).join(", ")}</p>}
            </>
          ),
        },
        {
          title: say("fields.required"),
          show: ({ required_at: at }) => say(`fields.required.${at}` as Word),
        },
      ]}
      schema={schema}
      form={({ options, ...one }) => ({ ...one, options: options.map(({ id, label }) => lineOf({ key: id, label })) })}
      write={(body, stored) => {
        const field = bodyOf(body, stored);
        return stored
          ? call("PUT /incident-fields/{id}", { path: { id: stored.id }, body: field, version: stored.version })
          : call("POST /incident-fields", { body: field });
      }}
      remove={({ id }) => call("DELETE /incident-fields/{id}", { path: { id } })}
    >
      <CauseSection me={me} />
    </ManagedList>
  );
}

/** A key that nobody wrote is made of the label. What never changes stays, whatever the form says. */
function bodyOf({ options, ...body }: Record<string, unknown>, stored: Named | undefined) {
  const lines = Array.isArray(options) ? options.filter((one) => typeof one === "string") : [];
  const label = String(body["label"] ?? "");
  const type = stored?.type ?? (body["type"] as IncidentField["type"]);
  return {
    label,
    key: stored?.key ?? String(body["key"] ?? keyOf(label)),
    type,
    description: String(body["description"] ?? ""),
    required_at: body["required_at"] as IncidentField["required_at"],
    ...(lines.length > 0 && {
      options: lines.map((line) => {
        const { key, label: text } = keyed(line);
        return { id: key, label: text };
      }),
    }),
  };
}

function schema(): Schema {
  return {
    properties: {
      label: { title: say("fields.label"), maxLength: 100 },
      key: { title: say("fields.key"), description: say("fields.key.hint"), maxLength: 40 },
      type: {
        title: say("fields.type"),
        description: say("fields.type.hint"),
        enum: [...TYPES],
        titles: TYPES.map((one) => say(`fields.type.${one}`)),
      },
      options: { title: say("fields.options"), description: say("fields.options.hint"), type: "array" },
      required_at: {
        title: say("fields.required"),
        description: say("fields.required.hint"),
        enum: [...REQUIRED],
        titles: REQUIRED.map((one) => say(`fields.required.${one}`)),
        default: "none",
      },
      description: { title: say("description"), maxLength: 500 },
    },
    required: ["label", "type", "required_at"],
  };
}

function CauseSection({ me }: { me: Self }) {
  const [open, setOpen] = useState<Causes | null>(null);
  const read = useRead("causes", (signal) => call("GET /causes", { signal }));
  return (
    <section aria-labelledby="causes">
      <h2 id="causes">{say("causes")}</h2>
      <p class="soft">{say("causes.about")}</p>
      <Ready read={read}>
        {(causes) => (
          <>
            {causes.causes.length === 0 && <p>{say("causes.empty")}</p>}
            <ul>
              {causes.causes.map((one) => (
                <li key={one.key}>
                  {one.label}
                  {one.causes.length > 0 && (
                    <ul>
                      {one.causes.map(({ key, label }) => (
                        <li key={key}>{label}</li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
            {causes.archived.length > 0 && (
              <p class="soft">
                {say("causes.archived", { names: causes.archived.map(({ label }) => label).join(", ") })}
              </p>
            )}
            {me.permissions.includes("field.manage") && (
              <button type="button" onClick={() => setOpen(causes)}>
                {say("causes.change")}
              </button>
            )}
          </>
        )}
      </Ready>
      {open !== null && (
        <Dialog drawer title={say("causes")} close={() => setOpen(null)}>
          <SchemaForm
            schema={{
              properties: {
                causes: { title: say("causes"), description: say("causes.hint"), multiline: true },
              },
            }}
            stored={{ causes: textOf(open.causes) }}
            go={say("save")}
            send={async ({ causes }) => {
              try {
                const body = { causes: treeOf(String(causes ?? "")) };
                await call("PUT /causes", { body, version: open.version });
              } finally {
                // Also after a refusal: somebody else may have changed them, and the page shows what they are now.
                read.again();
              }
              setOpen(null);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </section>
  );
}
