import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { useOwners } from "../tasks/owners";
import { say } from "../words";
import { type Card, TYPES } from "./cards";

function planning(users: readonly string[], sprints: readonly number[]): Record<string, Schema> {
  return {
    type: {
      title: say("boards.type"),
      type: ["string", "null"],
      enum: [...TYPES],
      titles: TYPES.map((one) => say(`boards.type.${one}`)),
      none: say("boards.type.none"),
    },
    points: { title: say("boards.points"), type: ["integer", "null"], minimum: 0, maximum: 100 },
    owner: { title: say("boards.owner"), type: ["string", "null"], maxLength: 200, offered: users },
    sprint: {
      title: say("boards.item.sprint"),
      type: ["string", "null"],
      enum: sprints.map(String),
      titles: sprints.map((number) => say("boards.sprint", { number })),
      none: say("boards.item.nosprint"),
    },
    epic: { title: say("boards.epic"), type: ["string", "null"], maxLength: 80 },
    labels: { title: say("boards.labels"), description: say("boards.labels.hint"), type: "array" },
    origin: {
      title: say("boards.origin"),
      description: say("boards.origin.hint"),
      type: ["string", "null"],
      maxLength: 500,
    },
  };
}

function planOf({ sprint, ...typed }: Record<string, unknown>) {
  return { ...typed, sprint: typeof sprint === "string" ? Number(sprint) : null };
}

/** Adds an item to a board: a new one, or a task that there is already. */
export function Adding({
  me,
  board,
  sprints,
  sprint,
  done,
  close,
}: {
  me: Self;
  board: string;
  /** The numbers of those that items can be planned for. */
  sprints: readonly number[];
  /** The one that is offered. */
  sprint: number | null;
  done: () => void;
  close: () => void;
}) {
  const owners = useOwners(me);
  const added = (key: string) => {
    toast(say("boards.item.added", { key }));
    done();
  };
  const schema: Schema = {
    properties: {
      title: { title: say("boards.title"), maxLength: 200 },
      ...planning(owners.users, sprints),
      description: { title: say("boards.description"), maxLength: 10_000, multiline: true },
    },
    required: ["title"],
  };
  return (
    <Dialog drawer title={say("boards.item.add")} close={close}>
      <SchemaForm
        schema={schema}
        {...(sprint !== null && { stored: { sprint: String(sprint) } })}
        go={say("boards.item.add")}
        send={async (typed) => {
          const body = planOf(typed);
          added((await call("POST /boards/{id}/items", { path: { id: board }, body })).key);
        }}
      />
      <h3>{say("boards.task")}</h3>
      <Form
        isAside
        go={say("boards.task.add")}
        send={async ({ item = "" }) => {
          const body = { item, sprint };
          added((await call("POST /boards/{id}/items", { path: { id: board }, body })).key);
        }}
      >
        <Field label={say("boards.task.key")} name="item" maxLength={40} autocomplete="off" required />
      </Form>
    </Dialog>
  );
}

/** Changes how an item is planned, and who does it. */
export function Planning({
  me,
  board,
  card,
  sprints,
  done,
  close,
}: {
  me: Self;
  board: string;
  card: Card;
  sprints: readonly number[];
  done: () => void;
  close: () => void;
}) {
  const owners = useOwners(me);
  const owner = card.owner?.username ?? null;
  const offered = card.sprint === null || sprints.includes(card.sprint) ? sprints : [...sprints, card.sprint];
  return (
    <Dialog drawer title={say("boards.item.edit", { key: card.key })} close={close}>
      <p class="soft">{card.title}</p>
      <SchemaForm
        schema={{ properties: planning(owners.users, offered) }}
        stored={{ ...card, owner, sprint: card.sprint === null ? null : String(card.sprint) }}
        go={say("save")}
        send={async ({ owner: wanted, ...typed }) => {
          await call("PATCH /boards/{id}/items/{item}", {
            path: { id: board, item: card.key },
            body: planOf(typed),
          });
          if ((wanted ?? null) !== owner)
            await call("PATCH /items/{id}", {
              path: { id: card.id },
              version: card.version,
              body: { owner: wanted ?? null },
            });
          toast(say("boards.item.saved", { key: card.key }));
          done();
        }}
      />
    </Dialog>
  );
}
