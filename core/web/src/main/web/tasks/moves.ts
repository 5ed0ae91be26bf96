import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";

export type Task = Answer<"GET /items/{id}">;
export type Way = Task["transitions"][number];

export const CATEGORIES = ["corrective", "preventive", "follow_up"] as const;
export const PRIORITIES = ["urgent", "high", "medium", "low"] as const;

export function isOpen({ status }: Task): boolean {
  return status.category === "todo" || status.category === "doing";
}

/** What a tick does: it is done, or open again. Undefined where the workflow has no such way from here. */
export function tickOf(task: Task): Way | undefined {
  return isOpen(task)
    ? task.transitions.find(({ category }) => category === "done")
    : task.transitions.find(({ category }) => category === "todo" || category === "doing");
}

export function needsReason({ guards }: Way): boolean {
  return guards.includes("reason_given");
}

export function move(task: Task, way: Way, reason?: string): Promise<Task> {
  return call("POST /items/{id}/transitions", {
    path: { id: task.id },
    body: { to: way.to, ...(reason !== undefined && { reason }) },
  });
}

/** Whether the reader may change a task, and not only move it as its owner. */
export function mayManage(me: Self, task: Task): boolean {
  const teams = [task.owner_team?.id, task.incident?.team.id];
  return (
    me.permissions.includes("item.manage") ||
    me.grants.some(({ permission, team }) => permission === "item.manage" && (!team || teams.includes(team.id)))
  );
}

export function owns(me: Self, { owner }: Task): boolean {
  return owner !== null && me.owner?.kind === "user" && me.owner.name === owner.username;
}

/** Who has to do it, as people read it. */
export function ownerOf({ owner, owner_team: team, incident }: Task): string | null {
  return owner?.username ?? team?.name ?? incident?.team.name ?? null;
}
