import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { go, href, usePlace } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { say } from "../words";
import { asSlots } from "./slots";
import { TurnsField } from "./turns";
import { ownZone } from "./when";

const MOST_TEAMS = 500;

/** Where the order of the first layer stands in what is sent. */
const ORDER = "layers/0/slots";

/** How long a turn lasts, as an ISO 8601 duration. */
const TURNS = ["P1W", "P1D", "P2W", "PT12H"] as const;

/** Makes a schedule with one layer, and opens its page, where layers are added and their hours restricted. */
export function NewSchedule({ me }: { me: Self }) {
  const isAsked = usePlace().query.get("new") !== null;
  const [isOpen, setOpen] = useState(isAsked);
  return (
    <>
      <button type="button" class="primary" onClick={() => setOpen(true)}>
        {say("schedule.new")}
      </button>
      {isOpen && (
        <Dialog drawer title={say("schedule.new")} close={() => setOpen(false)}>
          <Form me={me} />
        </Dialog>
      )}
    </>
  );
}

function Form({ me }: { me: Self }) {
  const teams = useRead("teams of a new schedule", (signal) =>
    call("GET /teams", { query: { limit: MOST_TEAMS }, signal }),
  );
  return (
    <Ready read={teams}>
      {({ items }) => (
        <SchemaForm
          schema={schema(items.map(({ name }) => name))}
          go={say("schedule.new.go")}
          own={{
            [ORDER]: (fault) => <TurnsField me={me} name={ORDER} fault={fault} />,
          }}
          send={async ({ layers, ...whole }) => {
            const { slots, ...first } = firstOf(layers);
            const made = await call("POST /schedules", {
              body: {
                ...whole,
                layers: [{ ...first, name: say("schedule.new.layer"), slots: asSlots(slots.join("\n")) }],
              },
            });
            go(href(`/schedules/${made.id}`));
          }}
        />
      )}
    </Ready>
  );
}

interface First {
  start: string;
  every: string;
  slots: string[];
}

function firstOf(layers: unknown): First {
  return (layers as { 0: First })[0];
}

/** Its paths are those at which the server finds something wrong. */
function schema(teams: string[]): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      team: { title: say("team"), enum: teams },
      time_zone: { title: say("schedule.zone"), description: say("schedule.new.zone.hint"), default: ownZone() },
      layers: {
        properties: {
          "0": {
            properties: {
              every: {
                title: say("schedule.new.every"),
                enum: [...TURNS],
                titles: TURNS.map((one) => say(`schedule.new.every.${one}`)),
              },
              start: {
                title: say("schedule.new.start"),
                description: say("schedule.new.start.hint"),
                format: "local-date-time",
                default: nextMonday(),
              },
              slots: { title: say("layer.slots"), type: "array" },
            },
            required: ["every", "start", "slots"],
          },
        },
      },
    },
    required: ["name", "team", "time_zone"],
  };
}

/** Nine o’clock of the next Monday; today’s, if it is one. */
function nextMonday(): string {
  const day = new Date();
  day.setDate(day.getDate() + ((8 - day.getDay()) % 7));
  const two = (of: number) => String(of).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T09:00`;
}
