import { call } from "../api/client";
import type { Self } from "../api/schema";
import { iso, localOf } from "../oncall/clock";
import { ownZone } from "../oncall/when";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { isExported } from "./exporting";
import { CATEGORIES, PRIORITIES, type Task } from "./moves";
import { Owner, owning, useOwners } from "./owners";

/** Changes what a task says. */
export function Editing({ me, task, done, close }: { me: Self; task: Task; done: () => void; close: () => void }) {
  const owners = useOwners(me);
  const named = task.owner?.username ?? task.owner_team?.name ?? "";
  return (
    <Dialog title={say("task.edit.title", { key: task.key })} close={close} drawer>
      <Form
        go={say("task.save")}
        send={async ({ title = "", description = "", owner = "", due_at: due, category, priority }) => {
          const kind = CATEGORIES.find((one) => one === category) ?? null;
          const how = PRIORITIES.find((one) => one === priority);
          await call("PATCH /items/{id}", {
            path: { id: task.id },
            version: task.version,
            body: {
              title,
              description,
              category: kind,
              ...(how && { priority: how }),
              ...(owner !== named && (owner === "" ? { owner: null, owner_team: null } : owning(owner, owners))),
              due_at: due === undefined ? null : iso(due, ownZone()),
            },
          });
          toast(say("task.saved", { key: task.key }));
          done();
        }}
      >
        <Field
          label={say("task.title")}
          name="title"
          maxLength={200}
          defaultValue={task.title}
          required
          {...(isExported(task) && { readOnly: true, hint: say("task.title.exported") })}
        />
        <p class="field">
          <label for="field-description">{say("task.description")}</label>
          <textarea
            id="field-description"
            name="description"
            rows={6}
            maxLength={10_000}
            defaultValue={task.description}
          />
        </p>
        <Owner owners={owners} id="edit-owner" value={named} />
        <Field
          label={say("task.due", { zone: ownZone() })}
          name="due_at"
          type="datetime-local"
          defaultValue={task.due_at === null ? "" : localOf(Date.parse(task.due_at), ownZone())}
        />
        <p class="field">
          <label for="field-category">{say("task.category")}</label>
          <select id="field-category" name="category">
            <option value="">{say("task.category.none")}</option>
            {CATEGORIES.map((one) => (
              <option key={one} value={one} selected={one === task.category}>
                {say(`task.category.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="field-priority">{say("task.priority")}</label>
          <select id="field-priority" name="priority">
            {PRIORITIES.map((one) => (
              <option key={one} value={one} selected={one === task.priority}>
                {say(`task.priority.${one}`)}
              </option>
            ))}
          </select>
        </p>
      </Form>
    </Dialog>
  );
}
