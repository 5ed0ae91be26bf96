import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Found, type Measured, probeField, shownProbe, writtenProbe } from "./probe";
import { stateField } from "./states";

type Component = Answer<"GET /status-page/components">["items"][number] & { found?: Measured | undefined };

/** Milliseconds after which what probes found is read again. */
const AGAIN = 30_000;

/** What the page is made of, and the state that a person has set. */
export function Components({ mayManage }: { mayManage: boolean }) {
  const [open, setOpen] = useState<Component | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <>
      {mayManage && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("status.component.add")}
        </button>
      )}
      <Table
        label={say("status.components")}
        none={say("status.components.none")}
        turn={turn}
        every={AGAIN}
        read={read}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("status.group"), show: ({ group }) => group || "–" },
          { title: say("status.state"), show: ({ state }) => say(`status.state.${state}`) },
          { title: say("status.bound"), show: ({ service, scope }) => service?.name ?? scope?.name ?? "–" },
          { title: say("status.probe"), show: ({ found }) => <Found found={found} /> },
          { title: say("status.position"), show: ({ position }) => position, isNumber: true },
        ]}
        {...(mayManage && {
          acts: (one: Component) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                done={say("status.gone")}
                act={async () => {
                  await call("DELETE /status-page/components/{id}", { path: { id: one.id } });
                  again();
                }}
              >
                {say("status.remove")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog drawer title={stored?.name ?? say("status.component.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={
              stored
                ? {
                    ...stored,
                    service: stored.service?.name,
                    scope: stored.scope?.name,
                    probe: shownProbe(stored.probe),
                  }
                : undefined
            }
            go={say("save")}
            send={async (fields) => {
              const body = { ...fields, probe: writtenProbe(fields["probe"]) };
              if (stored)
                await call("PUT /status-page/components/{id}", {
                  path: { id: stored.id },
                  body,
                  version: stored.version,
                });
              else await call("POST /status-page/components", { body });
              setOpen(null);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </>
  );
}

/** Components with what probes found of them. */
async function read(query: Record<string, string | number>, signal?: AbortSignal) {
  const [page, { items }] = await Promise.all([
    call("GET /status-page/components", { query, ...(signal && { signal }) }),
    call("GET /status-page/uptime", { ...(signal && { signal }) }),
  ]);
  return {
    ...page,
    items: page.items.map((one) => ({ ...one, found: items.find((of) => of.component.id === one.id) })),
  };
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      group: { title: say("status.group"), maxLength: 100 },
      description: { title: say("description"), multiline: true },
      state: stateField(say("status.state"), "operational"),
      position: { title: say("status.position"), type: "integer", minimum: 0, maximum: 10_000, default: 0 },
      service: { title: say("status.service"), description: say("status.service.hint"), type: ["string", "null"] },
      scope: { title: say("status.scope"), type: ["string", "null"] },
      probe: probeField(),
    },
    required: ["name", "state"],
  };
}
