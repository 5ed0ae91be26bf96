import { call } from "../api/client";
import type { EventWebhook } from "../api/schema";
import { Ready, useRead } from "../shell/read";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { say } from "../words";
import { EVENTS, nameOf, USUAL } from "./events";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"];
const OFFERED = 500;

/** What the filters may name. */
export interface Owners {
  teams: ReadonlyMap<string, string>;
  services: ReadonlyMap<string, string>;
}

/** The names of teams and services by their ids; those beyond the first are read where something names them. */
export async function readOwners(
  named: Pick<EventWebhook, "teams" | "services"> | null,
  signal: AbortSignal,
): Promise<Owners> {
  const query = { limit: OFFERED };
  const [teams, services] = await Promise.all([
    call("GET /teams", { query, signal }),
    call("GET /services", { query, signal }),
  ]);
  const known = new Map(services.items.map(({ id, name }) => [id, name]));
  const others = (named?.services ?? []).filter((id) => !known.has(id));
  for (const { id, name } of await Promise.all(
    others.map((id) => call("GET /services/{id}", { path: { id }, signal })),
  )) {
    known.set(id, name);
  }
  return { teams: new Map(teams.items.map(({ id, name }) => [id, name])), services: known };
}

/** Subscribes another system to events, or changes what it gets. */
export function HookForm({ stored, done }: { stored: EventWebhook | null; done: (hook: EventWebhook) => void }) {
  const owners = useRead(`owners for ${stored?.id ?? "a new webhook"}`, (signal) => readOwners(stored, signal));
  return (
    <Ready read={owners}>
      {(known) => (
        <SchemaForm
          schema={schema(known, stored === null)}
          stored={
            stored === null
              ? undefined
              : {
                  ...stored,
                  severities: stored.severities.map((one) => one.slice(0, 4)),
                  teams: stored.teams.map((id) => known.teams.get(id) ?? id),
                  services: stored.services.map((id) => known.services.get(id) ?? id),
                }
          }
          go={say(stored === null ? "hook.add" : "save")}
          send={async (body) =>
            done(
              stored === null
                ? await call("POST /webhooks/outgoing/register", { body })
                : await call("PUT /webhooks/outgoing/{id}", {
                    path: { id: stored.id },
                    body,
                    version: stored.version,
                  }),
            )
          }
        />
      )}
    </Ready>
  );
}

function schema({ teams, services }: Owners, isNew: boolean): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      url: { title: say("address"), description: say("hook.url.hint"), maxLength: 2000 },
      events: {
        title: say("hook.events"),
        type: "array",
        enum: [...EVENTS],
        titles: EVENTS.map(nameOf),
        default: USUAL,
      },
      severities: {
        title: say("hook.severities"),
        description: say("hook.severities.hint"),
        type: "array",
        enum: SEVERITIES,
      },
      teams: {
        title: say("hook.teams"),
        description: say("hook.teams.hint"),
        type: "array",
        offered: [...teams.values()],
      },
      services: {
        title: say("hook.services"),
        description: say("hook.services.hint"),
        type: "array",
        offered: [...services.values()],
      },
      secret: {
        title: say("hook.secret"),
        description: say(isNew ? "hook.secret.hint" : "hook.secret.kept"),
        type: "string",
        writeOnly: true,
        maxLength: 200,
      },
      is_active: { title: say("hook.active"), type: "boolean", default: true },
    },
    required: ["name", "url", "events"],
  };
}
