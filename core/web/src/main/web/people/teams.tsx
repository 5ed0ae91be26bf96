import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self, Team } from "../api/schema";
import { mayFor } from "../oncall/may";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Caution } from "../shell/caution";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { CallMark, reachOf, Uncalled } from "../shell/reach";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Channels } from "./channels";
import { StandIns } from "./stand-ins";

type Open = { kind: "new" } | { kind: "edit" | "delete" | "members" | "channels" | "standIns"; team: Team };

/** Who owns services: each team with its members. */
export function Teams({ me }: PageProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const [turn, setTurn] = useState(0);
  const close = () => setOpen(null);
  const again = () => setTurn((before) => before + 1);
  const uncalled = useRead("uncalled", async (signal) => {
    const { items } = await call("GET /reachability/teams", { signal });
    return new Map(items.map((one) => [one.team.id, one] as const));
  });
  return (
    <Managed
      me={me}
      title={say("manage.teams")}
      actions={
        me.permissions.includes("team.create") && (
          <button type="button" class="primary" onClick={() => setOpen({ kind: "new" })}>
            {say("team.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.teams")}
        none={say("teams.none")}
        turn={turn}
        read={(query, signal) => call("GET /teams", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ id, name }) => {
              const of = uncalled.value?.get(id);
              return (
                <>
                  {name}
                  {of?.users.length === 0 && (
                    <p class="uncalled">
                      <Caution /> {say("reach.team.nobody")}
                    </p>
                  )}
                  {of?.users.map(
                    ({ id, username, reach }) =>
                      !reach.can_be_called && (
                        <p key={id}>
                          <Uncalled reach={reach} who={username} />
                        </p>
                      ),
                  )}
                </>
              );
            },
          },
          { title: say("description"), show: ({ description }) => description || "–" },
          { title: say("user.email"), show: ({ email }) => email ?? "–" },
          {
            title: say("manage.services"),
            show: ({ name }) => (
              <a href={href(`/services?team=${encodeURIComponent(name)}`)}>
                {say("manage.services")}
                <span class="unseen"> {name}</span>
              </a>
            ),
          },
        ]}
        acts={(team) => (
          <>
            <Act kind="members" team={team} open={setOpen}>
              {say("team.members")}
            </Act>
            <Act kind="channels" team={team} open={setOpen}>
              {say("team.channels")}
            </Act>
            {me.permissions.includes("on_call.read") && (
              <Act kind="standIns" team={team} open={setOpen}>
                {say("team.standIns")}
              </Act>
            )}
            {mayFor(me, "team.manage", team.id) && (
              <Act kind="edit" team={team} open={setOpen}>
                {say("edit")}
              </Act>
            )}
            {me.permissions.includes("team.delete") && (
              <Act kind="delete" team={team} open={setOpen}>
                {say("team.delete")}
              </Act>
            )}
          </>
        )}
      />
      {open && <Opened open={open} me={me} close={close} again={again} />}
    </Managed>
  );
}

function Act({
  kind,
  team,
  open,
  children,
}: {
  kind: Exclude<Open["kind"], "new">;
  team: Team;
  open: (what: Open) => void;
  children: string;
}) {
  return (
    <button type="button" onClick={() => open({ kind, team })}>
      {children}
      <span class="unseen"> {team.name}</span>
    </button>
  );
}

function Opened({ open, me, close, again }: { open: Open; me: Self; close: () => void; again: () => void }) {
  switch (open.kind) {
    case "new":
      return (
        <Dialog drawer key="new" title={say("team.add")} close={close}>
          <SchemaForm
            schema={schema()}
            go={say("team.add")}
            send={async (body) => {
              await call("POST /teams", { body });
              close();
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      );
    case "edit":
      return (
        <Dialog drawer key="edit" title={open.team.name} close={close}>
          <SchemaForm
            schema={schema()}
            stored={open.team}
            go={say("save")}
            send={async (body) => {
              const { id, version } = open.team;
              try {
                await call("PUT /teams/{id}", { path: { id }, body, version });
              } finally {
                // Also after a refusal: somebody else may have changed it, and the table shows what it is now.
                again();
              }
              close();
              toast(say("saved"));
            }}
          />
        </Dialog>
      );
    case "delete":
      return (
        <Confirm
          key="delete"
          title={say("team.delete.title", { name: open.team.name })}
          about={say("team.delete.about")}
          go={say("team.delete.go")}
          close={close}
          act={async () => {
            await call("DELETE /teams/{id}", { path: { id: open.team.id } });
            close();
            again();
            toast(say("team.deleted", { name: open.team.name }));
          }}
        />
      );
    case "members":
      return <Members team={open.team} mayManage={mayFor(me, "team.manage", open.team.id)} close={close} />;
    case "channels":
      return <Channels team={open.team} mayManage={mayFor(me, "contact.manage", open.team.id)} close={close} />;
    case "standIns":
      return <StandIns me={me} team={open.team} close={close} />;
  }
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      description: { title: say("description"), multiline: true },
      email: { title: say("user.email"), type: ["string", "null"], format: "email" },
    },
    required: ["name"],
  };
}

function Members({ team, mayManage, close }: { team: Team; mayManage: boolean; close: () => void }) {
  const [turn, setTurn] = useState(0);
  const path = { team: team.id };
  return (
    <Dialog title={team.name} close={close} wide>
      <Table
        label={say("team.members")}
        none={say("team.members.none")}
        turn={turn}
        read={async (query, signal) => {
          const page = await call("GET /teams/{team}/members", { path, query, ...(signal && { signal }) });
          const reached = await reachOf(
            page.items.map(({ user }) => user.id),
            signal,
          );
          return { ...page, items: page.items.map((one) => ({ ...one, reach: reached.get(one.user.id) })) };
        }}
        id={({ user }) => user.id}
        columns={[
          { title: say("user.username"), show: ({ user }) => user.username },
          { title: say("role"), show: ({ role }) => say(`member.${role}`) },
          { title: say("reach.title"), show: ({ reach }) => <CallMark reach={reach} /> },
        ]}
        acts={({ user }) =>
          mayManage && (
            <Deed
              about={user.username}
              done={say("team.member.gone")}
              act={async () => {
                await call("DELETE /teams/{team}/members/{user}", { path: { ...path, user: user.id } });
                setTurn(turn + 1);
              }}
            >
              {say("team.member.remove")}
            </Deed>
          )
        }
      />
      {mayManage && (
        <SchemaForm
          key={turn}
          schema={{
            properties: {
              user: { title: say("user.username") },
              role: {
                title: say("role"),
                enum: ["member", "lead"],
                titles: [say("member.member"), say("member.lead")],
                default: "member",
              },
            },
            required: ["user", "role"],
          }}
          go={say("team.member.add")}
          send={async ({ user, role }) => {
            await call("PUT /teams/{team}/members/{user}", { path: { ...path, user: String(user) }, body: { role } });
            setTurn(turn + 1);
          }}
        />
      )}
    </Dialog>
  );
}
