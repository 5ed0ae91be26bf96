import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Ready, useRead } from "../shell/read";
import { Adding } from "../tasks/adding";
import { TaskLine } from "../tasks/line";
import type { Task } from "../tasks/moves";
import { say } from "../words";
import type { Head } from "./post-mortem";

/** What is to be done so that it does not happen again. These are tasks, and outlive the post-mortem. */
export function Actions({ me, of }: { me: Self; of: Head }) {
  const [turn, setTurn] = useState(0);
  const read = useRead(
    `actions ${of.incident.id} ${turn}`,
    (signal) => call("GET /incidents/{id}/items", { path: { id: of.incident.id }, signal }),
    ["incident"],
  );
  const changed = () => setTurn((before) => before + 1);
  const mayAdd =
    me.permissions.includes("item.manage") ||
    me.grants.some(
      ({ permission, team }) => permission === "item.manage" && (!team || team.id === of.incident.team.id),
    );
  return (
    <section class="panel" aria-labelledby="actions">
      <h2 id="actions">{say("postmortem.actions")}</h2>
      <Ready read={read}>
        {({ items }) => (
          <>
            {!items.some(isAction) && <p class="soft">{say("postmortem.actions.none")}</p>}
            <ul class="list plain tasks">
              {items.filter(isAction).map((task) => (
                <TaskLine key={task.id} me={me} task={task} isBeside changed={changed} />
              ))}
            </ul>
          </>
        )}
      </Ready>
      {mayAdd && <Adding me={me} incident={of.incident.id} isAction done={changed} />}
    </section>
  );
}

function isAction({ section, category }: Task): boolean {
  return section !== null || category === "corrective" || category === "preventive";
}
