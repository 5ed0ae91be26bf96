import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { useRead } from "../shell/read";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Ago, Moment } from "../shell/time";
import { say, type Word } from "../words";
import { ServiceAccounts } from "./accounts";
import { Deprecated } from "./deprecated";
import { ROLES } from "./roles";

/** What programs call the API with; each is shown once. */
export function Tokens({ me }: PageProps) {
  const [open, setOpen] = useState<{ token: string | null; name: string } | null>(null);
  const [turn, setTurn] = useState(0);
  const [accounts, setAccounts] = useState(0);
  const owners = useRead(`owners of tokens ${accounts}`, (signal) =>
    call("GET /service-accounts", { query: { limit: 200 }, signal }),
  );
  const again = () => setTurn((before) => before + 1);
  const roles = ROLES.slice(0, Math.max(1, ROLES.findIndex((one) => one === me.role) + 1 || ROLES.length));
  return (
    <Managed
      me={me}
      title={say("manage.tokens")}
      actions={
        me.permissions.includes("token.manage") && (
          <button type="button" class="primary" onClick={() => setOpen({ token: null, name: "" })}>
            {say("token.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.tokens")}
        none={say("tokens.none")}
        turn={turn}
        read={(query, signal) => call("GET /tokens", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name, hint }) => [`${name} `, <code key="hint">{hint}</code>] },
          {
            title: say("token.owner"),
            show: ({ owner }) => `${say(`holder.${owner.kind}`)} ${owner.name ?? owner.id}`,
          },
          { title: say("role"), show: ({ role }) => say(`role.${role}` as Word) },
          {
            title: say("token.used"),
            show: (one) => (one.last_used_at ? <Ago at={one.last_used_at} /> : say("never")),
          },
          {
            title: say("token.deprecated"),
            show: ({ deprecated_uses }) => deprecated_uses.map((one) => <Deprecated key={one.operation} use={one} />),
          },
          {
            title: say("ends"),
            show: ({ revoked_at, expires_at }) =>
              revoked_at ? (
                <>
                  {say("revoked")} <Moment at={revoked_at} />
                </>
              ) : expires_at ? (
                <Moment at={expires_at} />
              ) : (
                say("never")
              ),
          },
        ]}
        acts={({ id, name, revoked_at }) =>
          revoked_at === null && (
            <>
              <Deed
                about={name}
                act={async () => {
                  const { token } = await call("POST /tokens/{id}/regenerate", { path: { id } });
                  setOpen({ token, name });
                  again();
                }}
              >
                {say("token.regenerate")}
              </Deed>
              <Deed
                about={name}
                done={say("revoke.done")}
                act={async () => {
                  await call("DELETE /tokens/{id}", { path: { id } });
                  again();
                }}
              >
                {say("revoke")}
              </Deed>
            </>
          )
        }
      />
      {me.permissions.includes("token.manage") && <ServiceAccounts changed={() => setAccounts(accounts + 1)} />}
      {open && (
        <Dialog drawer title={open.token === null ? say("token.add") : open.name} close={() => setOpen(null)}>
          {open.token !== null ? (
            <>
              <p>{say("token.once")}</p>
              <Copy text={open.token} label={open.name} />
            </>
          ) : (
            <SchemaForm
              schema={{
                properties: {
                  name: { title: say("name"), maxLength: 100 },
                  role: { title: say("role"), enum: roles, titles: roles.map((one) => say(`role.${one}`)) },
                  owner: {
                    title: say("token.account"),
                    description: say("token.owner.hint"),
                    offered: owners.value?.items.filter((one) => one.is_active).map(({ name }) => name) ?? [],
                  },
                  expires_at: { title: say("ends"), description: say("token.ends.hint"), format: "date-time" },
                },
                required: ["name", "role", "owner"],
              }}
              go={say("token.add")}
              send={async (body) => {
                const owner = `service_account:${body["owner"]}`;
                const { token, name } = await call("POST /tokens", { body: { ...body, owner } });
                setOpen({ token, name });
                again();
              }}
            />
          )}
        </Dialog>
      )}
    </Managed>
  );
}
