import { useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { inWords } from "../shell/failure";
import { call } from "../api/client";
import { Confirm } from "../manage/confirm";
import { Menu } from "../shell/menu";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { Boarding } from "./boarding";
import { Dropping } from "./dropping";
import { Editing } from "./editing";
import { Exporting, isExported, Issue } from "./exporting";
import { isOpen, mayManage, move, needsReason, ownerOf, owns, type Task, tickOf, type Way } from "./moves";

/**
 * A task in a list: ticked when it is done.
 *
 * @param isBeside whether the page says of which incident it is
 */
export function TaskLine({
  me,
  task,
  isBeside = false,
  changed,
}: {
  me: Self;
  task: Task;
  isBeside?: boolean;
  changed: () => void;
}) {
  const [asks, setAsks] = useState<Way | null>(null);
  const [isEdited, setEdited] = useState(false);
  const [isLinked, setLinked] = useState<"export" | "unlink" | "board" | null>(null);
  const [busy, setBusy] = useState(false);
  const may = mayManage(me, task);
  const mayMove = may || owns(me, task);
  const tick = tickOf(task);
  const go = async (way: Way) => {
    if (needsReason(way)) {
      setAsks(way);
      return;
    }
    if (busy) return;
    setBusy(true);
    const before = task;
    try {
      const after = await move(task, way);
      const back = after.transitions.find(({ to, guards }) => to === before.status.id && guards.length === 0);
      toast(
        say("task.moved", { key: task.key, status: way.name }),
        back && (() => void move(after, back).then(changed, (failure) => toastFailure(inWords(failure).text))),
      );
      changed();
    } catch (failure) {
      toastFailure(inWords(failure).text);
    } finally {
      setBusy(false);
    }
  };
  const id = `task-${task.id}`;
  const ways = task.transitions.filter((way) => way !== tick || task.transitions.length > 1);
  const deeds = [
    ...(may
      ? [
          <button key="edit" type="button" onClick={() => setEdited(true)}>
            {say("task.edit")}
          </button>,
          isExported(task) ? (
            <button key="unlink" type="button" onClick={() => setLinked("unlink")}>
              {say("task.unlink")}
            </button>
          ) : (
            <button key="export" type="button" onClick={() => setLinked("export")}>
              {say("task.export")}
            </button>
          ),
          <button key="board" type="button" onClick={() => setLinked("board")}>
            {say("task.board")}
          </button>,
        ]
      : []),
    ...(mayMove
      ? ways.map((way) => (
          <button key={way.to} type="button" onClick={() => void go(way)}>
            {say("task.move", { status: way.name })}
          </button>
        ))
      : []),
  ];
  return (
    <li>
      <div class="tick">
        <input
          type="checkbox"
          id={id}
          checked={task.status.category === "done"}
          disabled={!mayMove || tick === undefined || busy}
          onChange={(event) => {
            // It is ticked once the task is done.
            event.currentTarget.checked = task.status.category === "done";
            if (tick) void go(tick);
          }}
        />
        <div>
          <label for={id} class={isOpen(task) ? undefined : "soft"}>
            {task.title}
          </label>
          <span class="acts soft">
            <a href={href(`/tasks/${task.key}`)}>{task.key}</a>
            {!isBeside && task.incident && (
              <a href={href(`/incidents/${task.incident.short_id}?tab=tasks`)}>{task.incident.short_id}</a>
            )}
            <span>{ownerOf(task) ?? say("task.nobody")}</span>
            {task.due_at !== null && isOpen(task) && (
              <span>
                {say("task.due.on")} <Moment at={task.due_at} />
              </span>
            )}
            {task.category !== null && <span>{say(`task.category.${task.category}`)}</span>}
            {(task.priority === "urgent" || task.priority === "high") && isOpen(task) && (
              <span>{say(`task.priority.${task.priority}`)}</span>
            )}
            {task.is_overdue && <span class="pill bad">{say("task.overdue")}</span>}
            {(!isOpen(task) || task.status.category === "doing") && <span class="pill">{task.status.name}</span>}
            <Issue task={task} />
            {deeds.length > 0 && <Menu>{deeds}</Menu>}
          </span>
          {task.tracker?.error && <span class="soft">{task.tracker.error}</span>}
          {task.dropped_reason !== null && <span class="soft">{task.dropped_reason}</span>}
        </div>
      </div>
      {asks && (
        <Dropping
          task={task}
          way={asks}
          done={() => {
            setAsks(null);
            toast(say("task.moved", { key: task.key, status: asks.name }));
            changed();
          }}
          close={() => setAsks(null)}
        />
      )}
      {isLinked === "export" && (
        <Exporting
          task={task}
          done={() => {
            setLinked(null);
            changed();
          }}
          close={() => setLinked(null)}
        />
      )}
      {isLinked === "board" && <Boarding task={task} done={() => setLinked(null)} close={() => setLinked(null)} />}
      {isLinked === "unlink" && (
        <Confirm
          title={say("task.unlink.title", { key: task.key })}
          about={say("task.unlink.about")}
          go={say("task.unlink.go")}
          act={async () => {
            await call("DELETE /items/{id}/tracker", { path: { id: task.id } });
            setLinked(null);
            changed();
          }}
          close={() => setLinked(null)}
        />
      )}
      {isEdited && (
        <Editing
          me={me}
          task={task}
          done={() => {
            setEdited(false);
            changed();
          }}
          close={() => setEdited(false)}
        />
      )}
    </li>
  );
}
