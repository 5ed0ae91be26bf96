import type { Answer } from "../api/client";

type Workflow = Answer<"GET /workflows/{item_kind}">;
type Status = Workflow["statuses"][number];
type Guard = Workflow["transitions"][number]["guards"][number];

export const CATEGORIES = ["todo", "doing", "done", "dropped"] as const;
export const GUARDS: readonly Guard[] = ["owner_set", "due_set", "reason_given", "permission"];
const LONGEST_ID = 40;

/** A status while it is edited. */
export interface Line {
  /** Tells it from the others, whatever it is called. */
  key: string;
  /** Null: it is new, and gets an id from its name. */
  id: string | null;
  name: string;
  category: Status["category"];
  /** What it can become, by keys, with what that takes. */
  ways: Record<string, readonly Guard[]>;
}

export function drafted({ statuses, transitions }: Workflow): Line[] {
  return statuses.map(({ id, name, category }) => ({
    key: id,
    id,
    name,
    category,
    ways: Object.fromEntries(transitions.filter(({ from }) => from === id).map(({ to, guards }) => [to, guards])),
  }));
}

/** The statuses that are no more. */
export function removedOf({ statuses }: Workflow, lines: readonly Line[]): Status[] {
  return statuses.filter(({ id }) => !lines.some((line) => line.id === id));
}

/** An id from a name: In review is in_review, and the second of that name in_review_2. */
export function idFrom(name: string, taken: ReadonlySet<string>): string {
  const bare = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, LONGEST_ID - 3);
  const base = bare === "" ? "status" : bare;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(id)) return id;
  }
}

/** As the API wants it. No new status has the id of one that goes away, since its tasks would stay in it. */
export function writtenOf(stored: Workflow, lines: readonly Line[], moves: Readonly<Record<string, string>>) {
  const taken = new Set(stored.statuses.map(({ id }) => id));
  const ids = new Map<string, string>();
  for (const line of lines) {
    const id = line.id ?? idFrom(line.name, taken);
    taken.add(id);
    ids.set(line.key, id);
  }
  const idOf = (key: string) => ids.get(key) ?? "";
  return {
    statuses: lines.map(({ key, name, category }) => ({ id: idOf(key), name, category })),
    transitions: lines.flatMap((line) =>
      Object.entries(line.ways)
        .filter(([to]) => ids.has(to))
        .map(([to, guards]) => ({ from: idOf(line.key), to: idOf(to), guards: [...guards] })),
    ),
    moves: Object.fromEntries(
      removedOf(stored, lines).flatMap(({ id }) => (ids.has(moves[id] ?? "") ? [[id, idOf(moves[id] ?? "")]] : [])),
    ),
  };
}
