import { type Answer, call, Refused } from "../api/client";
import type { Self } from "../api/schema";
import { say } from "../words";

export type Columns = Answer<"GET /boards/{id}/columns">;
export type Column = Columns["columns"][number];
export type Card = Column["cards"][number];
export type Board = Columns["board"];
export type Place = Column["column"];

export const PLACES = ["to_plan", "planned", "in_progress", "done"] as const;
export const TYPES = ["story", "bug", "improvement", "debt", "feedback"] as const;

/** Whether the reader may plan, and not only move what they own. */
export function mayManage(me: Self, { team }: Board): boolean {
  return may(me, "item.manage", team.id);
}

export function maySet(me: Self, { team }: Board): boolean {
  return may(me, "team.manage", team.id);
}

function may(me: Self, wanted: string, team: string): boolean {
  return (
    me.permissions.includes(wanted) ||
    me.grants.some((one) => one.permission === wanted && (!one.team || one.team.id === team))
  );
}

export function owns(me: Self, { owner }: Card): boolean {
  return owner !== null && me.owner?.kind === "user" && me.owner.name === owner.username;
}

/** Where a card goes: below another of that column, or to its top. */
export interface Move {
  card: Card;
  to: Place;
  after: string | null;
}

/** What the server has refused, in the reader's words. */
class Said extends Error {
  override toString(): string {
    return this.message;
  }
}

export async function move(board: string, { card, to, after }: Move) {
  try {
    return await call("POST /boards/{id}/moves", { path: { id: board }, body: { item: card.key, column: to, after } });
  } catch (failure) {
    const [, limit] = (failure instanceof Refused && /the limit is (\d+)/.exec(failure.problem.detail)) || [];
    if (limit === undefined) throw failure;
    throw new Said(say("boards.full", { column: say(`boards.column.${to}`), limit: Number(limit) }));
  }
}

/** The board as it will be once the server has done it. */
export function moved(columns: Columns, { card, to, after }: Move): Columns {
  const from = card.column;
  return {
    ...columns,
    columns: columns.columns.map((column) => {
      const others = column.cards.filter(({ id }) => id !== card.id);
      const change = (column.column === to ? 1 : 0) - (column.column === from ? 1 : 0);
      const at = after === null ? 0 : others.findIndex(({ key }) => key === after) + 1;
      return {
        ...column,
        count: column.count + change,
        points: column.points + change * (card.points ?? 0),
        is_over_limit: column.limit !== null && column.count + change > column.limit,
        cards: column.column === to ? others.toSpliced(at, 0, { ...card, column: to }) : others,
      };
    }),
  };
}

/** The move by which a card is back where it stood. */
export function back(columns: Columns, card: Card): Move | null {
  const column = columns.columns.find(({ cards }) => cards.some(({ id }) => id === card.id));
  if (!column) return null;
  const at = column.cards.findIndex(({ id }) => id === card.id);
  return { card, to: column.column, after: column.cards[at - 1]?.key ?? null };
}

/** Where an arrow key, or a line of the menu, leads from where a card stands; null: nowhere. */
export function step(columns: Columns, card: Card, way: "left" | "right" | "up" | "down" | "top"): Move | null {
  const at = columns.columns.findIndex(({ column }) => column === card.column);
  const column = columns.columns[at];
  if (!column) return null;
  if (way === "left" || way === "right") {
    const by = way === "left" ? -1 : 1;
    const next = columns.columns[at + by];
    // Without a sprint nothing can be planned.
    const to = next?.column === "planned" && columns.sprint === null ? columns.columns[at + 2 * by] : next;
    return to ? { card, to: to.column, after: null } : null;
  }
  const place = column.cards.findIndex(({ id }) => id === card.id);
  const above = way === "top" ? -1 : way === "up" ? place - 2 : place + 1;
  if (way === "down" ? place === column.cards.length - 1 : place === 0) return null;
  return { card, to: column.column, after: column.cards[above]?.key ?? null };
}
