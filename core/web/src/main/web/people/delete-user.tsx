import { call } from "../api/client";
import type { Self, User } from "../api/schema";
import { People } from "../oncall/people";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";

/** Deletes an account. Whatever still needs the person is named by the server, unless others take these places. */
export function DeleteUser({ me, user, close, done }: { me: Self; user: User; close: () => void; done: () => void }) {
  return (
    <Dialog title={say("user.delete.title", { name: user.username })} close={close}>
      <Form
        go={say("user.delete.go")}
        send={async ({ successor, reassign }) => {
          await call("DELETE /users/{id}", {
            path: { id: user.id },
            query: { successor, ...(reassign !== undefined && { reassign: "true" }) },
          });
          done();
          toast(say("user.deleted", { name: user.username }));
        }}
      >
        <p>{say("user.delete.about")}</p>
        <People me={me} label={say("user.successor")} hint={say("user.successor.hint")} name="successor" optional />
        <label class="tick">
          <input type="checkbox" name="reassign" />
          <span>{say("user.reassign")}</span>
        </label>
      </Form>
    </Dialog>
  );
}
