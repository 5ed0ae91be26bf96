import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Invitation, Self, User } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { CallMark, reachOf } from "../shell/reach";
import { href, usePlace } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Ago, Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { DeleteUser } from "./delete-user";
import { LogInSettings } from "./log-in-settings";
import { ROLES } from "./roles";

type Open =
  | { kind: "new" }
  | { kind: "edit"; user: User }
  | { kind: "invited"; user: User; invitation: Invitation }
  | { kind: "sessions"; user: User }
  | { kind: "delete"; user: User };

/** Everybody of the tenant: what each may do, and how each comes in. */
export function Users({ me }: PageProps) {
  const isAsked = usePlace().query.get("new") !== null;
  const [open, setOpen] = useState<Open | null>(isAsked ? { kind: "new" } : null);
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const mayManage = me.permissions.includes("user.manage");
  const invite = async (user: User) => {
    const invitation = await call("POST /users/{id}/invitation", { path: { id: user.id } });
    setOpen({ kind: "invited", user, invitation });
    again();
  };
  return (
    <Managed
      me={me}
      title={say("manage.users")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen({ kind: "new" })}>
            {say("user.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.users")}
        none={say("users.none")}
        turn={turn}
        filters={[
          { name: "role", title: say("role"), choices: ROLES.map((one) => [one, say(`role.${one}`)]) },
          { name: "team", title: say("team") },
        ]}
        read={async (query, signal) => {
          const page = await call("GET /users", { query, ...(signal && { signal }) });
          const reached = await reachOf(
            page.items.filter((one) => one.is_active).map(({ id }) => id),
            signal,
          );
          return { ...page, items: page.items.map((one) => ({ ...one, reach: reached.get(one.id) })) };
        }}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: (one) => `${one.first_name} ${one.last_name}`.trim() || one.username },
          { title: say("user.username"), show: ({ username }) => username },
          { title: say("user.email"), show: ({ email }) => email },
          { title: say("role"), show: ({ role }) => say(`role.${role}`) },
          { title: say("manage.teams"), show: ({ teams }) => teams.map(({ name }) => name).join(", ") || "–" },
          {
            title: say("source.state"),
            show: (one) => say(one.is_active ? (one.has_password ? "state.on" : "user.invited") : "state.off"),
          },
          { title: say("reach.title"), show: ({ reach }) => <CallMark reach={reach} /> },
          {
            title: say("user.login"),
            show: (one) => (one.last_login_at ? <Ago at={one.last_login_at} /> : say("never")),
          },
        ]}
        {...((mayManage || me.owner?.kind === "user") && {
          acts: (user: User) => <Acts me={me} user={user} open={setOpen} invite={invite} again={again} />,
        })}
      />
      {me.permissions.includes("log_in.manage") && <LogInSettings />}
      {open && <Opened open={open} me={me} set={setOpen} invite={invite} again={again} />}
    </Managed>
  );
}

function Acts({
  me,
  user,
  open,
  invite,
  again,
}: {
  me: Self;
  user: User;
  open: (what: Open) => void;
  invite: (user: User) => Promise<void>;
  again: () => void;
}) {
  const mayManage = me.permissions.includes("user.manage");
  if (!mayManage && me.owner?.id !== user.id) return null;
  const path = { id: user.id };
  return (
    <>
      <button type="button" onClick={() => open({ kind: "edit", user })}>
        {say("edit")}
        <span class="unseen"> {user.username}</span>
      </button>
      <button type="button" onClick={() => open({ kind: "sessions", user })}>
        {say("sessions")}
        <span class="unseen"> {user.username}</span>
      </button>
      {mayManage && (
        <>
          <Deed about={user.username} act={() => invite(user)}>
            {say("user.invite")}
          </Deed>
          <Deed
            about={user.username}
            done={say("user.totp.done")}
            act={async () => {
              await call("DELETE /users/{id}/totp", { path });
              again();
            }}
          >
            {say("user.totp")}
          </Deed>
          {me.owner?.id !== user.id && (
            <button type="button" onClick={() => open({ kind: "delete", user })}>
              {say("user.delete")}
              <span class="unseen"> {user.username}</span>
            </button>
          )}
        </>
      )}
    </>
  );
}

function Opened({
  open,
  me,
  set,
  invite,
  again,
}: {
  open: Open;
  me: Self;
  set: (what: Open | null) => void;
  invite: (user: User) => Promise<void>;
  again: () => void;
}) {
  const close = () => set(null);
  switch (open.kind) {
    case "new":
      return (
        <Dialog drawer key="new" title={say("user.add")} close={close}>
          <SchemaForm
            schema={schema(true, true)}
            go={say("user.invite")}
            send={async (body) => invite(await call("POST /users", { body }))}
          />
        </Dialog>
      );
    case "edit":
      return (
        <Dialog drawer key="edit" title={open.user.username} close={close}>
          <SchemaForm
            schema={schema(false, me.permissions.includes("user.manage") && open.user.role !== "platform_admin")}
            stored={open.user}
            go={say("save")}
            send={async (body) => {
              await call("PUT /users/{id}", { path: { id: open.user.id }, body, version: open.user.version });
              close();
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      );
    case "invited":
      return (
        <Dialog drawer key="invited" title={open.user.username} close={close}>
          <p>{say(open.invitation.mailed ? "user.mailed" : "user.notMailed")}</p>
          <Copy text={`${location.origin}${href("/welcome")}#${open.invitation.code}`} label={say("user.link")} />
          <p>
            {say("ends")} <Moment at={open.invitation.expires_at} />
          </p>
        </Dialog>
      );
    case "sessions":
      return <Sessions key="sessions" user={open.user} close={close} />;
    case "delete":
      return (
        <DeleteUser
          key="delete"
          me={me}
          user={open.user}
          close={close}
          done={() => {
            close();
            again();
          }}
        />
      );
  }
}

function schema(isNew: boolean, mayManage: boolean): Schema {
  return {
    properties: {
      username: { title: say("user.username"), maxLength: 100 },
      email: { title: say("user.email"), format: "email", maxLength: 255 },
      first_name: { title: say("user.first") },
      last_name: { title: say("user.last") },
      phone: { title: say("user.phone"), type: ["string", "null"] },
      ...(mayManage && {
        role: {
          title: say("role"),
          enum: [...ROLES],
          titles: ROLES.map((one) => say(`role.${one}`)),
          default: "responder",
        },
      }),
      time_zone: { title: say("user.zone"), default: Intl.DateTimeFormat().resolvedOptions().timeZone },
      ...(!isNew && mayManage && { is_active: { title: say("user.active"), type: "boolean" } }),
    },
    required: ["username", "email", "role"],
  };
}

function Sessions({ user, close }: { user: User; close: () => void }) {
  const [turn, setTurn] = useState(0);
  const path = { id: user.id };
  return (
    <Dialog title={say("sessions.of", { name: user.username })} close={close} wide>
      <Table
        label={say("sessions")}
        none={say("sessions.none")}
        turn={turn}
        read={(query, signal) => call("GET /users/{id}/sessions", { path, query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("session.agent"),
            show: ({ agent, is_current }) => (is_current ? say("session.this") : (agent ?? "–")),
          },
          { title: say("address"), show: ({ address }) => address ?? "–" },
          { title: say("session.used"), show: ({ last_used_at }) => <Ago at={last_used_at} /> },
          { title: say("ends"), show: ({ expires_at }) => <Moment at={expires_at} /> },
        ]}
      />
      <Deed
        done={say("sessions.ended")}
        act={async () => {
          await call("DELETE /users/{id}/sessions", { path });
          setTurn(turn + 1);
        }}
      >
        {say("sessions.end")}
      </Deed>
    </Dialog>
  );
}
