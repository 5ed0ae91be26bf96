import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { setQuery, usePlace } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { componentsField, progressField, stateField } from "./states";

type PublishedIncident = Answer<"GET /status-page/incidents">["items"][number];
type Open = { what: "new" } | { what: "update" | "edit"; one: PublishedIncident };

/** What the public was told of incidents. The address may name one that is to be published. */
export function Published({ mayPublish }: { mayPublish: boolean }) {
  const { query } = usePlace();
  const about = query.get("publish") ?? "";
  const [open, setOpen] = useState<Open | null>(about !== "" && mayPublish ? { what: "new" } : null);
  const [turn, setTurn] = useState(0);
  const close = () => {
    setOpen(null);
    if (about !== "") setQuery({ publish: "" });
  };
  const done = () => {
    close();
    setTurn((before) => before + 1);
    toast(say("status.published"));
  };
  return (
    <>
      {mayPublish && (
        <button type="button" onClick={() => setOpen({ what: "new" })}>
          {say("status.incident.add")}
        </button>
      )}
      <Table
        label={say("status.incidents")}
        none={say("status.incidents.none")}
        turn={turn}
        filters={[
          {
            name: "open",
            title: say("status.open"),
            choices: [
              ["true", say("yes")],
              ["false", say("no")],
            ],
          },
        ]}
        read={(asked, signal) => call("GET /status-page/incidents", { query: asked, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("status.title"), show: ({ title }) => title },
          { title: say("status.progress"), show: ({ state }) => say(`status.progress.${state}`) },
          { title: say("status.impact"), show: ({ impact }) => say(`status.state.${impact}`) },
          {
            title: say("status.components"),
            show: ({ components }) => components.map(({ name }) => name).join(", ") || "–",
          },
          { title: say("status.newest"), show: ({ updates }) => updates.at(-1)?.message ?? "–" },
          { title: say("status.started"), show: ({ started_at }) => <Moment at={started_at} /> },
        ]}
        {...(mayPublish && {
          acts: (one: PublishedIncident) => (
            <>
              <button type="button" onClick={() => setOpen({ what: "update", one })}>
                {say("status.update")}
                <span class="unseen"> {one.title}</span>
              </button>
              <button type="button" onClick={() => setOpen({ what: "edit", one })}>
                {say("edit")}
                <span class="unseen"> {one.title}</span>
              </button>
              <Deed
                about={one.title}
                done={say("status.gone")}
                act={async () => {
                  await call("DELETE /status-page/incidents/{id}", { path: { id: one.id } });
                  setTurn((before) => before + 1);
                }}
              >
                {say("status.withdraw")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog drawer title={titleOf(open)} close={close}>
          <Form open={open} about={about} done={done} />
        </Dialog>
      )}
    </>
  );
}

function titleOf(open: Open): string {
  return open.what === "new" ? say("status.incident.add") : open.one.title;
}

function Form({ open, about, done }: { open: Open; about: string; done: () => void }) {
  if (open.what === "new") {
    return (
      <SchemaForm
        schema={{
          properties: {
            ...titles(),
            state: progressField(),
            message: { title: say("status.message"), multiline: true },
            components: componentsField(),
            incident: { title: say("status.about"), description: say("status.about.hint"), default: about },
          },
          required: ["title", "impact", "state", "message"],
        }}
        go={say("status.publish")}
        send={async ({ components, ...body }) => {
          // Without names, the components that are bound to the incident are meant.
          const named = Array.isArray(components) && components.length > 0 ? { components } : {};
          await call("POST /status-page/incidents", { body: { ...body, ...named } });
          done();
        }}
      />
    );
  }
  const { one } = open;
  const path = { id: one.id };
  if (open.what === "update") {
    return (
      <SchemaForm
        schema={{
          properties: { state: progressField(), message: { title: say("status.message"), multiline: true } },
          required: ["state", "message"],
        }}
        stored={{ state: one.state, message: "" }}
        go={say("status.publish")}
        send={async (body) => {
          await call("POST /status-page/incidents/{id}/updates", { path, body });
          done();
        }}
      />
    );
  }
  return (
    <SchemaForm
      schema={{ properties: { ...titles(), components: componentsField() }, required: ["title", "impact"] }}
      stored={{ ...one, components: one.components.map(({ name }) => name) }}
      go={say("save")}
      send={async (body) => {
        await call("PUT /status-page/incidents/{id}", { path, body, version: one.version });
        done();
      }}
    />
  );
}

function titles(): Record<string, Schema> {
  return {
    title: { title: say("status.title"), description: say("status.seen"), maxLength: 200 },
    impact: stateField(say("status.impact"), "degraded"),
  };
}
