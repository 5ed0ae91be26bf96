import { type Answer, call } from "../api/client";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";

export type Sprint = Answer<"GET /boards/{id}/sprints/{number}">;
/** As lists have it. */
export type Listed = Answer<"GET /boards/{id}/sprints">["items"][number];

/** Its days stand once it has begun. */
function schema(hasBegun: boolean): Schema {
  return {
    properties: {
      goal: { title: say("boards.sprint.goal"), maxLength: 500, multiline: true },
      name: { title: say("boards.sprint.name"), maxLength: 100 },
      ...(!hasBegun && {
        starts_on: { title: say("boards.sprint.starts"), type: "string", format: "date" },
        weeks: { title: say("boards.sprint.weeks"), type: "integer", minimum: 1, maximum: 4 },
      }),
    },
  };
}

/** Changes a sprint. */
export function EditSprint({
  board,
  sprint,
  done,
  close,
}: {
  board: string;
  sprint: Listed;
  done: () => void;
  close: () => void;
}) {
  return (
    <Dialog drawer title={say("boards.sprint.edit")} close={close}>
      <SchemaForm
        schema={schema(sprint.state !== "planned")}
        stored={sprint}
        go={say("save")}
        send={async (body) => {
          await call("PATCH /boards/{id}/sprints/{number}", {
            path: { id: board, number: String(sprint.number) },
            version: sprint.version,
            body,
          });
          toast(say("saved"));
          done();
        }}
      />
    </Dialog>
  );
}

export async function start(board: string, number: number): Promise<void> {
  await call("POST /boards/{id}/sprints/{number}/start", { path: { id: board, number: String(number) } });
  toast(say("boards.sprint.started", { number }));
}
