import type { ComponentChildren } from "preact";
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
import { toast } from "../shell/toast";
import { say } from "../words";

type Roles = Answer<"GET /incidents/{id}/roles">;
type Role = Roles["roles"][number];

const NAMES = ["commander", "operations", "communications", "scribe"] as const;

/** Who has which part in the work, among the facts of an incident: to be taken, left and assigned. */
export function RoleFacts({ me, incident, again }: { me: Self; incident: Incident; again: () => void }) {
  const [roles, setRoles] = useState<Roles | null>(null);
  const [isAssigning, setAssigning] = useState(false);
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
  const mine = me.owner?.name ?? null;
  const changed = (now: Roles) => {
    setRoles(now);
    again();
  };
  const mayTake = incident.is_open && mine !== null && may(me, "incident.acknowledge", incident);
  const act = (role: Role) => {
    const of = { ...path, role: role.role };
    if (mine !== null && role.holder?.name === mine)
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
  const shown = roles?.roles.filter((role) => role.role === "commander" || role.holder !== null) ?? [];
  return (
    <>
      {roles === null && <Row label={say("role.commander")}>{incident.lead ?? say("role.none")}</Row>}
      {shown.map((role) => (
        <Row key={role.role} label={say(`role.${role.role}`)}>
          {role.holder === null ? (
            say("role.none")
          ) : (
            <>
              <Person name={role.holder.name} /> {role.is_vacant && <span class="soft">{say("role.gone")}</span>}
            </>
          )}{" "}
          {mayTake && act(role)}
        </Row>
      ))}
      {others.length > 0 && <Row label={say("role.others")}>{others.map((one) => one.name).join(", ")}</Row>}
      {mayTake && (
        <Row label={say("role.title")}>
          <button type="button" onClick={() => setAssigning(true)}>
            {say("role.assign")}
          </button>
          {isAssigning && <Assign me={me} incident={incident} done={changed} close={() => setAssigning(false)} />}
        </Row>
      )}
    </>
  );
}

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Gives a role to somebody, or to nobody. */
function Assign({
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
    <Dialog title={say("role.assign.title")} close={close} drawer>
      <Form
        go={say("role.assign.go")}
        send={async (values) => {
          const role = NAMES.find((one) => one === values["role"]) ?? NAMES[0];
          const path = { id: incident.id, role };
          const user = values["user"] ?? "";
          if (user === "") done(await call("DELETE /incidents/{id}/roles/{role}", { path }));
          // Whoever may not give roles may still take one.
          else if (user === me.owner?.name)
            done(await call("POST /incidents/{id}/roles/{role}/take", { path, body: {} }));
          else done(await call("PUT /incidents/{id}/roles/{role}", { path, body: { user } }));
          toast(say("role.assign.done"));
          close();
        }}
      >
        <p class="field">
          <label for="assign-role">{say("role.one")}</label>
          <select id="assign-role" name="role">
            {NAMES.map((one) => (
              <option key={one} value={one}>
                {say(`role.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <People
          me={me}
          name="user"
          label={say("role.person")}
          hint={say("role.person.hint")}
          value={me.owner?.name ?? undefined}
          optional
        />
      </Form>
    </Dialog>
  );
}
