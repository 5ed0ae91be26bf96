import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";

/** Single permissions beside the roles: to whom, for which team, until when. */
export function Grants({ me }: PageProps) {
  const [open, setOpen] = useState(false);
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const mayManage = me.permissions.includes("grant.manage");
  return (
    <Managed
      me={me}
      title={say("manage.grants")}
      actions={
        me.permissions.includes("grant.delegate") && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            {say("grant.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.grants")}
        none={say("grants.none")}
        turn={turn}
        filters={[
          { name: "grantee", title: say("grant.grantee") },
          { name: "permission", title: say("grant.permission"), choices: me.permissions.map((one) => [one, one]) },
          { name: "team", title: say("team") },
          {
            name: "in_force",
            title: say("grant.inForce"),
            choices: [
              ["true", say("yes")],
              ["false", say("no")],
            ],
          },
        ]}
        read={(query, signal) => call("GET /grants", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("grant.grantee"),
            show: ({ grantee }) => `${say(`holder.${grantee.kind}`)} ${grantee.name ?? grantee.id}`,
          },
          { title: say("grant.permission"), show: ({ permission }) => permission },
          { title: say("team"), show: ({ team }) => (team ? (team.name ?? team.id) : say("grant.all")) },
          { title: say("grant.from"), show: ({ from }) => (Date.parse(from) > 0 ? <Moment at={from} /> : "–") },
          {
            title: say("ends"),
            show: ({ until, ended_at, ended_by }) =>
              ended_at ? (
                <>
                  {say("grant.ended", { by: ended_by ?? "" })} <Moment at={ended_at} />
                </>
              ) : until ? (
                <Moment at={until} />
              ) : (
                say("never")
              ),
          },
          { title: say("grant.reason"), show: ({ reason }) => reason || "–" },
          { title: say("grant.by"), show: ({ made_by }) => made_by },
        ]}
        acts={(one) =>
          one.ended_at === null &&
          (mayManage || one.made_by === me.owner?.name) && (
            <Deed
              about={one.permission}
              done={say("grant.end.done")}
              act={async () => {
                await call("DELETE /grants/{id}", { path: { id: one.id } });
                again();
              }}
            >
              {say("grant.end")}
            </Deed>
          )
        }
      />
      {open && (
        <Dialog drawer title={say("grant.add")} close={() => setOpen(false)}>
          <SchemaForm
            schema={{
              properties: {
                grantee: { title: say("grant.grantee"), description: say("grant.grantee.hint") },
                permission: { title: say("grant.permission"), enum: me.permissions },
                team: { title: say("team"), description: say("grant.team.hint"), type: ["string", "null"] },
                until: {
                  title: say("ends"),
                  description: mayManage ? say("grant.until.hint") : say("grant.until.hours"),
                  format: "date-time",
                },
                reason: { title: say("grant.reason") },
              },
              required: mayManage ? ["grantee", "permission"] : ["grantee", "permission", "until"],
            }}
            go={say("grant.add")}
            send={async (body) => {
              await call("POST /grants", { body });
              setOpen(false);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}
