import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { go, href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";
import { SEVERITIES, STATES } from "./report";
import { DrillSchedules } from "./schedules";

/** Marked tests of escalation policies, the newest first, and the form that starts one. */
export function Drills({ me }: PageProps) {
  const [isNew, setNew] = useState(false);
  return (
    <Managed
      me={me}
      title={say("manage.drills")}
      about={say("drills.about")}
      actions={
        me.permissions.includes("drill.run") && (
          <button type="button" class="primary" onClick={() => setNew(true)}>
            {say("drills.start")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.drills")}
        none={say("drills.none")}
        filters={[
          {
            name: "state",
            title: say("drill.state"),
            choices: STATES.map((one) => [one, say(`drill.state.${one}`)]),
          },
        ]}
        read={(query, signal) => call("GET /drills", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("drill.started"),
            show: ({ id, started_at }) => (
              <a href={href(`/drills/${id}`)}>
                <Moment at={started_at} />
              </a>
            ),
          },
          { title: say("drill.service"), show: ({ service }) => service.name },
          { title: say("drill.policy"), show: ({ policy }) => policy.name },
          { title: say("drill.severity"), show: ({ severity }) => severity.slice(0, 4) },
          { title: say("drill.state"), show: ({ state }) => say(`drill.state.${state}`) },
          { title: say("drill.reached"), show: ({ summary }) => summary.people.length, isNumber: true },
          { title: say("drill.unreachable"), show: ({ summary }) => summary.unreachable.join(", ") || "–" },
          { title: say("drill.failed"), show: ({ summary }) => summary.failed, isNumber: true },
        ]}
      />
      <DrillSchedules me={me} />
      {isNew && (
        <Dialog drawer title={say("drills.start")} close={() => setNew(false)}>
          <p>{say("drills.start.about")}</p>
          <SchemaForm
            schema={schema()}
            go={say("drills.start.go")}
            send={async (body) => {
              const { id } = await call("POST /drills", { body });
              go(href(`/drills/${id}`));
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
      service: { title: say("drill.service") },
      policy: { title: say("drill.policy"), description: say("drills.policy.hint") },
      severity: { title: say("drill.severity"), enum: [...SEVERITIES], default: "SEV1" },
      factor: {
        title: say("drill.factor"),
        description: say("drills.factor.hint"),
        type: "integer",
        minimum: 1,
        maximum: 3600,
        default: 60,
      },
      send: { title: say("drills.send"), type: "boolean", default: false },
    },
    required: ["service"],
  };
}
