import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { Ago } from "../shell/time";
import { say } from "../words";

type Heartbeat = Answer<"GET /heartbeats">["items"][number];

const SEVERITIES = ["SEV1_CRITICAL", "SEV2_HIGH", "SEV3_MEDIUM", "SEV4_LOW"];
const KINDS = ["ping", "alert", "source"] as const;

/** What must be heard regularly: how each fares, and the key of its pings. */
export function Heartbeats({ me }: PageProps) {
  const [key, setKey] = useState<{ name: string; path: string } | null>(null);
  return (
    <ManagedList<Heartbeat>
      me={me}
      title={say("manage.heartbeats")}
      about={say("heartbeats.about")}
      permission="heartbeat.manage"
      words={{
        add: say("heartbeat.add"),
        delete: say("heartbeat.delete"),
        deleted: (name) => say("heartbeat.deleted", { name }),
      }}
      none={say("heartbeats.none")}
      read={(query, signal) => call("GET /heartbeats", { query, ...(signal && { signal }) })}
      columns={[
        { title: say("name"), show: ({ name }) => name },
        { title: say("heartbeat.service"), show: ({ service }) => service.name },
        {
          title: say("heartbeat.state"),
          show: ({ state, incident }) => (
            <>
              {say(`heartbeat.state.${state}`)}{" "}
              {incident && <a href={href(`/incidents/${incident.short_id}`)}>{incident.short_id}</a>}
            </>
          ),
        },
        { title: say("heartbeat.beatsBy"), show: ({ beats_by }) => say(`heartbeat.by.${beats_by}`) },
        { title: say("heartbeat.last"), show: ({ last_beat_at: at }) => (at ? <Ago at={at} /> : "–") },
        { title: say("heartbeat.next"), show: ({ next_due_at: at }) => (at ? <Ago at={at} /> : "–") },
        { title: say("heartbeat.key"), show: ({ key_hint: hint }) => (hint ? <code>{hint}</code> : "–") },
      ]}
      acts={(one, again) =>
        one.beats_by === "ping" && (
          <Deed
            about={one.name}
            act={async () => {
              const { path } = await call("POST /heartbeats/{id}/key", { path: { id: one.id } });
              setKey({ name: one.name, path });
              again();
            }}
          >
            {say("heartbeat.makeKey")}
          </Deed>
        )
      }
      schema={schema}
      form={(stored) => ({ ...stored, service: stored.service.name, source: stored.source?.name })}
      write={(body, stored) =>
        stored
          ? call("PUT /heartbeats/{id}", { path: { id: stored.id }, body, version: stored.version })
          : call("POST /heartbeats", { body })
      }
      remove={({ id }) => call("DELETE /heartbeats/{id}", { path: { id } })}
    >
      {key && (
        <Dialog drawer title={key.name} close={() => setKey(null)}>
          <p>{say("heartbeat.key.about")}</p>
          <Copy text={key.path} label={say("heartbeat.path")} />
        </Dialog>
      )}
    </ManagedList>
  );
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 200 },
      service: { title: say("heartbeat.service") },
      severity: {
        title: say("heartbeat.severity"),
        enum: SEVERITIES,
        titles: SEVERITIES.map((one) => one.slice(0, 4)),
        default: "SEV2_HIGH",
      },
      interval: { title: say("heartbeat.interval"), format: "duration" },
      grace: { title: say("heartbeat.grace"), format: "duration", default: "PT1M" },
      beats_by: {
        title: say("heartbeat.beatsBy"),
        enum: [...KINDS],
        titles: KINDS.map((one) => say(`heartbeat.by.${one}`)),
        default: "ping",
      },
      matchers: { title: say("heartbeat.matchers"), description: say("heartbeat.matchers.hint"), type: "array" },
      source: {
        title: say("heartbeat.source"),
        description: say("heartbeat.source.hint"),
        type: ["string", "null"],
      },
      least_per_hour: {
        title: say("heartbeat.least"),
        description: say("heartbeat.least.hint"),
        type: "integer",
        minimum: 1,
        maximum: 10000000,
        default: 1,
      },
      is_active: { title: say("heartbeat.active"), type: "boolean", default: true },
    },
    required: ["name", "service", "interval"],
  };
}
