import { useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { Rich } from "../shell/rich";
import { Moment } from "../shell/time";
import { Title } from "../shell/title";
import { locale, say } from "../words";
import { TaskLine } from "./line";
import { CATEGORIES, PRIORITIES } from "./moves";

type Happened = Answer<"GET /items/{id}/history">["items"][number];

/** One task, with what became of it. */
export function TaskPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [turn, setTurn] = useState(0);
  const read = useRead(
    `task ${id} ${turn}`,
    async (signal) => {
      const path = { id };
      const [task, history] = await Promise.all([
        call("GET /items/{id}", { path, signal }),
        call("GET /items/{id}/history", { path, query: { limit: 200 }, signal }),
      ]);
      return { task, history: history.items };
    },
    ["incident"],
  );
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  return (
    <Ready read={read}>
      {({ task, history }) => (
        <>
          <Title
            text={`${task.key} ${task.title}`}
            about={
              task.incident && (
                <a href={href(`/incidents/${task.incident.short_id}`)}>
                  {task.incident.short_id} {task.incident.title}
                </a>
              )
            }
          />
          <ul class="list plain tasks">
            <TaskLine me={me} task={task} isBeside changed={() => setTurn((before) => before + 1)} />
          </ul>
          {task.description !== "" && (
            <section class="panel">
              <Rich text={task.description} />
            </section>
          )}
          <h2>{say("task.history")}</h2>
          <ul class="list">
            {history.map((one) => (
              <li key={one.seq} class="entry">
                <span>
                  <strong>{one.author}</strong> {told(one)}
                  {one.reason !== null && <span class="soft"> {one.reason}</span>}
                </span>
                <Moment at={one.at} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Ready>
  );
}

/** What somebody did, in words. */
function told({ name, from, to }: Happened): string {
  if (name === "created") return say("task.event.created");
  const member = say(`task.member.${name}`);
  if (from === null && to === null) return say("task.event.text", { member });
  return say("task.event.changed", {
    member,
    from: shown(name, from),
    to: shown(name, to),
  });
}

function shown(name: string, value: string | null): string {
  if (value === null) return say("task.event.none");
  if (name === "due_at") return new Date(value).toLocaleString(locale());
  const category = name === "category" && CATEGORIES.find((one) => one === value);
  if (category) return say(`task.category.${category}`);
  const priority = name === "priority" && PRIORITIES.find((one) => one === value);
  return priority ? say(`task.priority.${priority}`) : value;
}
