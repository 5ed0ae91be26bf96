import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { say } from "../words";
import { type Task, type Way, move } from "./moves";

/** Asks why a task moves on, where its workflow wants to know. */
export function Dropping({ task, way, done, close }: { task: Task; way: Way; done: () => void; close: () => void }) {
  return (
    <Dialog title={say("task.reason.title", { key: task.key, status: way.name })} close={close}>
      <p class="soft">{task.title}</p>
      <Form
        go={say("task.reason.go")}
        send={async ({ reason = "" }) => {
          await move(task, way, reason);
          done();
        }}
      >
        <Field label={say("task.reason")} hint={say("task.reason.hint")} name="reason" maxLength={2000} required />
      </Form>
    </Dialog>
  );
}
