import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";

type Scope = Answer<"GET /scopes">["items"][number];

/** Who else may be concerned by an incident, whom that tells, and until when the law wants to know. */
export function Scopes({ me }: PageProps) {
  const [open, setOpen] = useState<Scope | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("scope.manage");
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed me={me} title={say("manage.scopes")}>
      {mayManage && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("scope.add")}
        </button>
      )}
      <Table
        label={say("manage.scopes")}
        none={say("scopes.none")}
        turn={turn}
        read={(query, signal) => call("GET /scopes", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ name, is_active, warnings = [] }) => (
              <>
                {name} {!is_active && <span class="soft">{say("scope.off")}</span>}
                {warnings.map((warning) => (
                  <p key={warning} class="soft">
                    {warning}
                  </p>
                ))}
              </>
            ),
          },
          {
            title: say("scope.tells"),
            show: ({ mandatory_notify_email: emails, team }) =>
              [...emails, ...(team ? [say("scope.onCall", { team: team.name })] : [])].join(", ") || "–",
          },
          { title: say("scope.labels"), show: ({ labels }) => labels.join(", ") || say("scope.byHand") },
          {
            title: say("scope.clock"),
            isNumber: true,
            show: ({ legal_clock_hours: hours }) => (hours === null ? "–" : say("scope.hours", { hours })),
          },
        ]}
        {...(mayManage && {
          acts: (one: Scope) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /scopes/{id}", { path: { id: one.id } });
                  again();
                  toast(say("scope.deleted", { name: one.name }));
                }}
              >
                {say("scope.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog title={stored?.name ?? say("scope.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored ? { ...stored, team: stored.team?.name } : undefined}
            go={say("save")}
            send={async (body) => {
              if (stored) await call("PUT /scopes/{id}", { path: { id: stored.id }, body, version: stored.version });
              else await call("POST /scopes", { body });
              setOpen(null);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      description: { title: say("description"), multiline: true },
      mandatory_notify_email: { title: say("scope.emails"), description: say("scope.emails.hint"), type: "array" },
      team: { title: say("scope.team"), type: ["string", "null"] },
      labels: { title: say("scope.labels"), description: say("scope.labels.hint"), type: "array" },
      actions: { title: say("scope.actions"), description: say("scope.actions.hint"), multiline: true },
      legal_clock_hours: {
        title: say("scope.clock"),
        description: say("scope.clock.hint"),
        type: ["integer", "null"],
        minimum: 1,
        maximum: 8760,
      },
      is_active: { title: say("scope.active"), type: "boolean", default: true },
    },
    required: ["name"],
  };
}
