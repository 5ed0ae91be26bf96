import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Team } from "../api/schema";
import { mayFor } from "../oncall/may";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { CallMark, reachOf, Uncalled } from "../shell/reach";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Channels } from "./channels";

/** Who owns services: each team with its members. */
export function Teams({ me }: PageProps) {
  const [isNew, setNew] = useState(false);
  const [open, setOpen] = useState<Team | null>(null);
  const [told, setTold] = useState<Team | null>(null);
  const [turn, setTurn] = useState(0);
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
          <button type="button" class="primary" onClick={() => setNew(true)}>
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
                  {of?.users.length === 0 && <p class="uncalled">▨ {say("reach.team.nobody")}</p>}
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
            <button type="button" onClick={() => setOpen(team)}>
              {say("team.members")}
              <span class="unseen"> {team.name}</span>
            </button>
            <button type="button" onClick={() => setTold(team)}>
              {say("team.channels")}
              <span class="unseen"> {team.name}</span>
            </button>
          </>
        )}
      />
      {isNew && (
        <Dialog drawer title={say("team.add")} close={() => setNew(false)}>
          <SchemaForm
            schema={{
              properties: {
                name: { title: say("name"), maxLength: 100 },
                description: { title: say("description"), multiline: true },
                email: { title: say("user.email"), type: ["string", "null"], format: "email" },
              },
              required: ["name"],
            }}
            go={say("team.add")}
            send={async (body) => {
              await call("POST /teams", { body });
              setNew(false);
              setTurn(turn + 1);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {open && <Members team={open} mayManage={mayFor(me, "team.manage", open.id)} close={() => setOpen(null)} />}
      {told && <Channels team={told} mayManage={mayFor(me, "contact.manage", told.id)} close={() => setTold(null)} />}
    </Managed>
  );
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
