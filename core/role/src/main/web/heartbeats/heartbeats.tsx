import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";

type Heartbeat = Answer<"GET /heartbeats">["items"][number];

const SEVERITIES = ["SEV1_CRITICAL", "SEV2_HIGH", "SEV3_MEDIUM", "SEV4_LOW"];
const KINDS = ["ping", "alert", "source"] as const;

/** What must be heard regularly: how each fares, and the key of its pings. */
export function Heartbeats({ me }: PageProps) {
  const [open, setOpen] = useState<Heartbeat | "new" | null>(null);
  const [key, setKey] = useState<{ name: string; path: string } | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("heartbeat.manage");
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed me={me} title={say("manage.heartbeats")}>
      <p>{say("heartbeats.about")}</p>
      {mayManage && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("heartbeat.add")}
        </button>
      )}
      <Table
        label={say("manage.heartbeats")}
        none={say("heartbeats.none")}
        turn={turn}
        read={(query, signal) => call("GET /heartbeats", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
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
          { title: say("heartbeat.last"), show: ({ last_beat_at: at }) => (at ? <Moment at={at} /> : "–") },
          { title: say("heartbeat.next"), show: ({ next_due_at: at }) => (at ? <Moment at={at} /> : "–") },
          { title: say("heartbeat.key"), show: ({ key_hint: hint }) => (hint ? <code>{hint}</code> : "–") },
        ]}
        {...(mayManage && {
          acts: (one: Heartbeat) => (
            <>
              {one.beats_by === "ping" && (
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
              )}
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /heartbeats/{id}", { path: { id: one.id } });
                  again();
                  toast(say("heartbeat.deleted", { name: one.name }));
                }}
              >
                {say("heartbeat.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {key && (
        <Dialog title={key.name} close={() => setKey(null)}>
          <p>{say("heartbeat.key.about")}</p>
          <Copy text={key.path} label={say("heartbeat.path")} />
        </Dialog>
      )}
      {open !== null && (
        <Dialog title={stored?.name ?? say("heartbeat.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored ? { ...stored, service: stored.service.name, source: stored.source?.name } : undefined}
            go={say("save")}
            send={async (body) => {
              if (stored)
                await call("PUT /heartbeats/{id}", { path: { id: stored.id }, body, version: stored.version });
              else await call("POST /heartbeats", { body });
              setOpen(null);
              again();
              toast(say("saved"));
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
      name: { title: say("name"), maxLength: 200 },
      service: { title: say("heartbeat.service") },
      severity: { title: say("heartbeat.severity"), enum: SEVERITIES, default: "SEV2_HIGH" },
      interval: { title: say("heartbeat.interval"), description: say("heartbeat.interval.hint") },
      grace: { title: say("heartbeat.grace"), description: say("heartbeat.grace.hint"), default: "PT1M" },
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
