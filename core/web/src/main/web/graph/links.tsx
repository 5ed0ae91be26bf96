import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { StatusMark } from "../incidents/status-mark";
import { may } from "../session/session";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { useLive } from "../shell/feed";
import { Field, Form } from "../shell/form";
import { href } from "../shell/router";
import { toast } from "../shell/toast";
import { say } from "../words";
import { resolveChildren } from "./children";

type Links = Answer<"GET /incidents/{id}/links">;

const KINDS = [
  "caused_by",
  "cause_of",
  "parent_of",
  "child_of",
  "duplicate_of",
  "duplicated_by",
  "follows",
  "followed_by",
  "related",
] as const;

/** What an incident is to others. Nothing where it is linked with none. */
export function IncidentLinks({ me, incident, again }: { me: Self; incident: Incident; again: () => void }) {
  const [links, setLinks] = useState<Links | null>(null);
  const [turn, setTurn] = useState(0);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setLinks(await call("GET /incidents/{id}/links", { path, signal }));
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    `${incident.id} ${incident.version} ${turn}`,
    { again: false },
  );
  if (links === null || links.items.length === 0) return null;
  const mayEdit = may(me, "incident.edit", incident);
  const changed = () => {
    setTurn((before) => before + 1);
    again();
  };
  return (
    <section class="panel" aria-labelledby="links">
      <h2 id="links">{say("links")}</h2>
      <ul class="plain">
        {links.items.map((one) => (
          <li key={one.id} class="row">
            <span class="soft">{say(`links.kind.${one.kind}`)}</span>{" "}
            {one.incident === null ? (
              <span>{say("links.hidden")}</span>
            ) : (
              <>
                <SeverityMark severity={one.incident.severity} /> <StatusMark status={one.incident.status} />
                <a href={href(`/incidents/${one.incident.short_id}`)}>{one.incident.short_id}</a>{" "}
                <bdi>{one.incident.title}</bdi>
              </>
            )}{" "}
            {mayEdit && one.incident !== null && (
              <Deed
                about={one.incident.short_id}
                done={say("links.removed")}
                act={async () => {
                  await call("DELETE /incidents/{id}/links/{link}", { path: { ...path, link: one.id } });
                  changed();
                }}
              >
                {say("links.remove")}
              </Deed>
            )}
          </li>
        ))}
      </ul>
      {!incident.is_open && links.open_children.length > 0 && may(me, "incident.resolve", incident) && (
        <p>
          {say("links.children", { count: links.open_children.length })}{" "}
          <Deed
            act={async () => {
              await resolveChildren(links.open_children);
              changed();
            }}
          >
            {say("links.children.resolve")}
          </Deed>
        </p>
      )}
    </section>
  );
}

/** Says what an incident is to another one. */
export function AddLink({ incident, done, close }: { incident: Incident; done: () => void; close: () => void }) {
  return (
    <Dialog title={say("links.title", { id: incident.short_id })} close={close} drawer>
      <Form
        go={say("links.go")}
        send={async (values) => {
          await call("POST /incidents/{id}/links", {
            path: { id: incident.id },
            body: {
              kind: KINDS.find((one) => one === values["kind"]) ?? "related",
              incident: values["incident"] ?? "",
              message: values["message"] ?? null,
            },
          });
          toast(say("links.done"));
          done();
          close();
        }}
      >
        <p class="field">
          <label for="link-kind">{say("links.kind")}</label>
          <select id="link-kind" name="kind" required>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {say(`links.kind.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <Field
          label={say("links.incident")}
          hint={say("links.incident.hint")}
          name="incident"
          required
          maxLength={100}
        />
        <Field label={say("links.message")} name="message" maxLength={5000} />
      </Form>
    </Dialog>
  );
}
