import { type Answer, call } from "../api/client";
import { minutesOf } from "../policies/minutes";
import { lengthOf } from "../shell/length";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { say } from "../words";

const OFFERED = 500;

interface Rooms {
  settings: Answer<"GET /room-settings">;
  /** By id: those that are named, and those that can be. */
  services: ReadonlyMap<string, string>;
}

/** When rooms are opened and archived, with the names of services that have none. */
export async function readRooms(signal: AbortSignal): Promise<Rooms> {
  const [settings, { items }] = await Promise.all([
    call("GET /room-settings", { signal }),
    call("GET /services", { query: { limit: OFFERED }, signal }),
  ]);
  const services = new Map(items.map(({ id, name }) => [id, name]));
  const others = settings.services_without.filter((id) => !services.has(id));
  const named = await Promise.all(others.map((id) => call("GET /services/{id}", { path: { id }, signal })));
  named.forEach(({ id, name }) => services.set(id, name));
  return { settings, services };
}

export function RoomRules({ rooms: { settings, services } }: { rooms: Rooms }) {
  const without = settings.services_without.map((id) => services.get(id) ?? id);
  return (
    <ul class="list">
      <li>
        {settings.is_automatic
          ? say("notices.rooms.automatic", { most: settings.most_open })
          : say("notices.rooms.byPeople")}
      </li>
      {settings.is_automatic && without.length > 0 && (
        <li>{say("notices.rooms.except", { services: without.join(", ") })}</li>
      )}
      <li>{say("notices.rooms.archived", { after: lengthOf(minutesOf(settings.archive_after) * 60) })}</li>
      <li>
        {say("notices.rooms.marked")} <code>:{settings.mark}:</code>
      </li>
    </ul>
  );
}

export function RoomsForm({ rooms: { settings, services }, done }: { rooms: Rooms; done: () => void }) {
  return (
    <SchemaForm
      schema={schema([...services.values()])}
      stored={{ ...settings, services_without: settings.services_without.map((id) => services.get(id) ?? id) }}
      go={say("save")}
      send={async (body) => {
        await call("PUT /room-settings", { body, version: settings.version });
        done();
      }}
    />
  );
}

function schema(services: string[]): Schema {
  return {
    properties: {
      is_automatic: { title: say("notices.rooms.open"), type: "boolean" },
      services_without: {
        title: say("notices.rooms.without"),
        description: say("notices.rooms.without.hint"),
        type: "array",
        offered: services,
      },
      most_open: {
        title: say("notices.rooms.most"),
        description: say("notices.rooms.most.hint"),
        type: "integer",
        minimum: 0,
        maximum: 1000,
      },
      archive_after: { title: say("notices.rooms.archive"), format: "duration" },
      mark: { title: say("notices.rooms.mark"), description: say("notices.rooms.mark.hint"), maxLength: 100 },
    },
    required: ["most_open", "archive_after", "mark"],
  };
}
