import { useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { iso } from "../oncall/clock";
import { ownZone } from "../oncall/when";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { CATEGORIES } from "./moves";
import { Owner, owning, useOwners } from "./owners";

/**
 * Adds a task in one line.
 *
 * @param incident of which; without, of none
 * @param isAction whether it is an action of its post-mortem
 */
export function Adding({
  me,
  incident,
  isAction = false,
  done,
}: {
  me: Self;
  incident?: string;
  isAction?: boolean;
  done: () => void;
}) {
  const [added, setAdded] = useState(0);
  const owners = useOwners(me);
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box}>
      <Form
        key={added}
        isAside
        isRow
        go={say("task.add")}
        send={async ({ title = "", owner, due_at: due, category }) => {
          const body = {
            title,
            ...(owner !== undefined && owning(owner, owners)),
            ...(due !== undefined && { due_at: iso(due, ownZone()) }),
            ...(isAction && { section: "actions", category: CATEGORIES.find((one) => one === category) ?? null }),
          };
          const made =
            incident === undefined
              ? await call("POST /items", { body })
              : await call("POST /incidents/{id}/items", { path: { id: incident }, body });
          toast(say("task.added", { key: made.key }));
          // The form begins anew, and the next title can be typed at once.
          setAdded((before) => before + 1);
          setTimeout(() => box.current?.querySelector("input")?.focus());
          done();
        }}
      >
        <Field label={say("task.title")} name="title" id="new-title" maxLength={200} autocomplete="off" required />
        <Owner owners={owners} id="new-owner" />
        <Field label={say("task.due", { zone: ownZone() })} name="due_at" id="new-due" type="datetime-local" />
        {isAction && (
          <p class="field">
            <label for="new-category">{say("task.category")}</label>
            <select id="new-category" name="category">
              {CATEGORIES.map((one) => (
                <option key={one} value={one}>
                  {say(`task.category.${one}`)}
                </option>
              ))}
            </select>
          </p>
        )}
      </Form>
    </div>
  );
}
