import type { Answer } from "../api/client";

export type Run = Answer<"GET /incidents/{id}/escalation">["runs"][number];

type Escalation = Answer<"GET /incidents/{id}/escalation">;

/** Who opened an incident without paging anyone, while nobody is paged for it. */
type Unpaged = NonNullable<Escalation["unpaged"]>;

/** The newest run of an incident's escalation; none if nobody is paged for it, or who wanted that nobody is. */
export type Newest = Run | Unpaged | "none";

export function newestOf({ runs, unpaged }: Escalation): Newest {
  return runs[0] ?? (unpaged && unpaged.ended_by === undefined ? unpaged : "none");
}

/** Whether its next step can be taken at once: also the first, where nobody is paged so far. */
export function canEscalate(newest: Newest): boolean {
  if (newest === "none") return false;
  return !isRun(newest) || newest.next !== undefined || newest.awaits_last_answer;
}

/** Which step is taken then, as the API is told of it. */
export function stepOf(newest: Newest): { round?: number; step?: number } {
  if (newest === "none" || !isRun(newest) || !newest.next) return {};
  return { round: newest.next.round, step: newest.next.step };
}

export function isRun(newest: Run | Unpaged): newest is Run {
  return "run" in newest;
}
