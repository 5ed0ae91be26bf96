import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { componentsField, localTime } from "./states";

type Maintenance = Answer<"GET /status-page/maintenance">["items"][number];

/** What is announced, from when to when. */
export function MaintenanceList({ mayPublish }: { mayPublish: boolean }) {
  const [open, setOpen] = useState<Maintenance | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <>
      {mayPublish && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("status.maintenance.add")}
        </button>
      )}
      <Table
        label={say("status.maintenance")}
        none={say("status.maintenance.none")}
        turn={turn}
        read={(query, signal) => call("GET /status-page/maintenance", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("status.title"), show: ({ title }) => title },
          { title: say("status.starts"), show: ({ starts_at }) => <Moment at={starts_at} /> },
          { title: say("status.ends"), show: ({ ends_at }) => <Moment at={ends_at} /> },
          {
            title: say("status.components"),
            show: ({ components }) => components.map(({ name }) => name).join(", ") || "–",
          },
        ]}
        {...(mayPublish && {
          acts: (one: Maintenance) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.title}</span>
              </button>
              <Deed
                about={one.title}
                done={say("status.gone")}
                act={async () => {
                  await call("DELETE /status-page/maintenance/{id}", { path: { id: one.id } });
                  again();
                }}
              >
                {say("status.withdraw")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog drawer title={stored?.title ?? say("status.maintenance.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={
              stored
                ? {
                    ...stored,
                    starts_at: localTime(stored.starts_at),
                    ends_at: localTime(stored.ends_at),
                    components: stored.components.map(({ name }) => name),
                  }
                : undefined
            }
            go={say("status.publish")}
            send={async (body) => {
              if (stored)
                await call("PUT /status-page/maintenance/{id}", {
                  path: { id: stored.id },
                  body,
                  version: stored.version,
                });
              else await call("POST /status-page/maintenance", { body });
              setOpen(null);
              again();
              toast(say("status.published"));
            }}
          />
        </Dialog>
      )}
    </>
  );
}

function schema(): Schema {
  return {
    properties: {
      title: { title: say("status.title"), description: say("status.seen"), maxLength: 200 },
      message: { title: say("status.message"), multiline: true },
      starts_at: { title: say("status.starts"), description: say("status.zone"), format: "date-time" },
      ends_at: { title: say("status.ends"), format: "date-time" },
      components: componentsField(),
    },
    required: ["title", "starts_at", "ends_at"],
  };
}
