import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { go, href } from "../shell/router";
import { Table } from "../shell/table";
import { Ago } from "../shell/time";
import { say } from "../words";
import { NEW } from "./draft";
import { Editor } from "./editor";

/** The escalation policies, and for which incidents each is. */
export function Policies({ me }: PageProps) {
  const [isNew, setNew] = useState(false);
  return (
    <Managed
      me={me}
      title={say("manage.policies")}
      actions={
        me.permissions.includes("escalation_policy.create") && (
          <button type="button" class="primary" onClick={() => setNew(true)}>
            {say("policy.add")}
          </button>
        )
      }
    >
      {isNew && (
        <Dialog title={say("policy.add")} close={() => setNew(false)} wide>
          <Editor
            me={me}
            start={NEW}
            go={say("policy.add")}
            close={() => setNew(false)}
            send={async (body) => {
              const { id } = await call("POST /escalation-policies", { body });
              go(href(`/policies/${id}`));
            }}
          />
        </Dialog>
      )}
      <Table
        label={say("manage.policies")}
        none={say("policies.none")}
        filters={[{ name: "team", title: say("team") }]}
        read={(query, signal) => call("GET /escalation-policies", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ id, name }) => <a href={href(`/policies/${id}`)}>{name}</a> },
          { title: say("team"), show: ({ team }) => team ?? say("policy.anyTeam") },
          {
            title: say("policy.for"),
            show: ({ severities }) => severities.map((one) => one.slice(0, 4)).join(", ") || say("policy.anySeverity"),
          },
          { title: say("policy.default"), show: ({ is_default }) => say(is_default ? "yes" : "no") },
          { title: say("policy.active"), show: ({ is_active }) => say(is_active ? "yes" : "no") },
          { title: say("policy.steps"), show: ({ steps }) => steps.length, isNumber: true },
          { title: say("policy.changed"), show: ({ updated_at }) => <Ago at={updated_at} /> },
        ]}
      />
    </Managed>
  );
}
