import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { Ready, useRead } from "../shell/read";
import { Adding } from "../tasks/adding";
import { TaskLine } from "../tasks/line";
import { say } from "../words";
import type { Incident } from "./incident";

/** What is to do because of an incident, and of those that were merged into it. */
export function Tasks({ me, incident, again }: { me: Self; incident: Incident; again: () => void }) {
  const [turn, setTurn] = useState(0);
  const read = useRead(
    `tasks of ${incident.id} ${incident.version} ${turn}`,
    (signal) => call("GET /incidents/{id}/items", { path: { id: incident.id }, signal }),
    ["incident"],
  );
  const changed = () => {
    setTurn((before) => before + 1);
    again();
  };
  return (
    <>
      <Ready read={read}>
        {({ items }) => (
          <>
            {items.length === 0 && <p class="soft">{say("tasks.none.incident")}</p>}
            <ul class="list plain tasks">
              {items.map((task) => (
                <TaskLine
                  key={task.id}
                  me={me}
                  task={task}
                  isBeside={task.incident?.id === incident.id}
                  changed={changed}
                />
              ))}
            </ul>
          </>
        )}
      </Ready>
      {may(me, "item.manage", incident) && <Adding me={me} incident={incident.id} done={changed} />}
    </>
  );
}
