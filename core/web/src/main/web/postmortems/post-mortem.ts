import type { Answer } from "../api/client";
import type { Self } from "../api/schema";
import { say } from "../words";

export type PostMortem = Answer<"GET /incidents/{id}/post-mortem">;
export type Head = Answer<"GET /post-mortems">["items"][number];
export type Section = PostMortem["sections"][number];

export const STATES = ["draft", "review", "published", "not_needed"] as const;

export function tone({ state, is_overdue: isOverdue }: Head): string {
  if (isOverdue) return "bad";
  return state === "published" ? "ok" : state === "review" ? "info" : "";
}

export function isWritten({ state }: Head): boolean {
  return state === "draft" || state === "review";
}

/** Why there must be one, in words; null where there need not be. */
export function dutyOf({ duty }: Head): string | null {
  return duty === null ? null : say(`postmortem.duty.${duty}`);
}

export function ownerOf({ owner, incident }: Head): string {
  return owner?.username ?? incident.team.name;
}

/** Whether the reader may write it: by role, by a grant for the team, as its owner or its reviewer. */
export function mayEdit(me: Self, { incident, owner, reviewer }: Head): boolean {
  const isMe = (one: Head["owner"]) => one !== null && me.owner?.kind === "user" && me.owner.name === one.username;
  return (
    me.permissions.includes("post_mortem.edit") ||
    me.grants.some(
      ({ permission, team }) => permission === "post_mortem.edit" && (!team || team.id === incident.team.id),
    ) ||
    isMe(owner) ||
    isMe(reviewer)
  );
}

/** Whether the reader wrote it, so that another person publishes it. */
export function isAuthor(me: Self, { owner, last_editor: editor }: Head): boolean {
  const name = me.owner?.kind === "user" ? me.owner.name : null;
  return name === null || owner?.username === name || editor?.username === name;
}
