import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { People } from "../oncall/people";
import { may } from "../session/session";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Person } from "../shell/face";
import { useLive } from "../shell/feed";
import { Form } from "../shell/form";
import { Loading } from "../shell/loading";
import { toast } from "../shell/toast";
import { say } from "../words";

type Roles = Answer<"GET /incidents/{id}/roles">;
type Role = Roles["roles"][number];

const NAMES = ["commander", "operations", "communications", "scribe"] as const;

/** Who has which part in the work, to be taken, left and handed over. */
export function IncidentRoles({ me, incident, again }: { me: Self; incident: Incident; again: () => void }) {
  const [roles, setRoles] = useState<Roles | null>(null);
  const [isHandingOver, setHandingOver] = useState(false);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setRoles(await call("GET /incidents/{id}/roles", { path, signal }));
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version,
    { again: false },
  );
  const mine = me.owner?.name;
  const changed = (now: Roles) => {
    setRoles(now);
    again();
  };
  const mayTake = incident.is_open && mine !== undefined && may(me, "incident.acknowledge", incident);
  const act = (role: Role) => {
    const of = { ...path, role: role.role };
    if (role.holder?.name === mine)
      return (
        <Deed
          about={say(`role.${role.role}`)}
          done={say("role.left")}
          act={async () => changed(await call("POST /incidents/{id}/roles/{role}/leave", { path: of, body: {} }))}
        >
          {say("role.leave")}
        </Deed>
      );
    return role.is_vacant ? (
      <Deed
        about={say(`role.${role.role}`)}
        done={say("role.taken")}
        act={async () => changed(await call("POST /incidents/{id}/roles/{role}/take", { path: of, body: {} }))}
      >
        {say("role.take")}
      </Deed>
    ) : null;
  };
  const others = roles?.participants.filter((one) => !roles.roles.some((role) => role.holder?.id === one.id)) ?? [];
  return (
    <section class="panel" aria-labelledby="roles">
      <h2 id="roles">{say("role.title")}</h2>
      {roles === null ? (
        <Loading />
      ) : (
        <ul class="plain">
          {roles.roles.map((role) => (
            <li key={role.role} class="row">
              <span class="soft">{say(`role.${role.role}`)}</span>{" "}
              {role.holder === null ? (
                say("role.none")
              ) : (
                <>
                  <Person name={role.holder.name} /> {role.is_vacant && <span class="soft">{say("role.gone")}</span>}
                </>
              )}{" "}
              {mayTake && act(role)}
            </li>
          ))}
          {others.length > 0 && (
            <li class="row">
              <span class="soft">{say("role.others")}</span> {others.map((one) => one.name).join(", ")}
            </li>
          )}
        </ul>
      )}
      {incident.is_open && may(me, "incident.edit", incident) && (
        <button type="button" onClick={() => setHandingOver(true)}>
          {say("role.handOver")}
        </button>
      )}
      {isHandingOver && <HandOver me={me} incident={incident} done={changed} close={() => setHandingOver(false)} />}
    </section>
  );
}

/** Gives a role to somebody, or to nobody. */
function HandOver({
  me,
  incident,
  done,
  close,
}: {
  me: Self;
  incident: Incident;
  done: (now: Roles) => void;
  close: () => void;
}) {
  return (
    <Dialog title={say("role.handOver.title")} close={close} drawer>
      <Form
        go={say("role.handOver.go")}
        send={async (values) => {
          const role = NAMES.find((one) => one === values["role"]) ?? NAMES[0];
          const path = { id: incident.id, role };
          const user = values["user"] ?? "";
          done(
            user === ""
              ? await call("DELETE /incidents/{id}/roles/{role}", { path })
              : await call("PUT /incidents/{id}/roles/{role}", { path, body: { user } }),
          );
          toast(say("role.handOver.done"));
          close();
        }}
      >
        <p class="field">
          <label for="hand-over-role">{say("role.one")}</label>
          <select id="hand-over-role" name="role">
            {NAMES.map((one) => (
              <option key={one} value={one}>
                {say(`role.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <People me={me} name="user" label={say("role.person")} hint={say("role.person.hint")} optional />
      </Form>
    </Dialog>
  );
}
