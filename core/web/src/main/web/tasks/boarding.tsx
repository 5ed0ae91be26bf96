import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Task } from "./moves";

const MOST = 500;

/** Asks on which team's board a task is planned. It stays a task, and keeps its incident. */
export function Boarding({ task, done, close }: { task: Task; done: () => void; close: () => void }) {
  const read = useRead("boards", (signal) => call("GET /boards", { query: { limit: MOST }, signal }));
  return (
    <Dialog title={say("task.board.title", { key: task.key })} close={close}>
      <Ready read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p>
              {say("task.board.none")} <a href={href("/boards")}>{say("manage.boards")}</a>
            </p>
          ) : (
            <Form
              go={say("task.board.go")}
              send={async ({ board = "" }) => {
                await call("POST /boards/{id}/items", { path: { id: board }, body: { item: task.key } });
                const name = items.find(({ id }) => id === board)?.name ?? "";
                toast(say("task.board.added", { key: task.key, name }));
                done();
              }}
            >
              <p class="field">
                <label for="task-board">{say("task.board.which")}</label>
                <select id="task-board" name="board">
                  {items.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </p>
            </Form>
          )
        }
      </Ready>
    </Dialog>
  );
}
