import type { Drill } from "../api/schema";

export const STATES = ["running", "acknowledged", "finished", "stopped"] as const;

type Message = Drill["steps"][number]["messages"][number];

/** What became of a message of a drill; a status that this page does not know is one under way. */
export function outcomeOf({ status }: Pick<Message, "status">): "planned" | "not_sent" | "sent" | "failed" | "waiting" {
  switch (status) {
    case "planned":
    case "not_sent":
    case "sent":
      return status;
    case "dead":
    case "cancelled":
      return "failed";
    default:
      return "waiting";
  }
}

/** Minutes after the start at which a real escalation would take a step. */
export function minutesAfter(drill: Pick<Drill, "started_at">, step: { would_be_at: string }): number {
  return Math.round((Date.parse(step.would_be_at) - Date.parse(drill.started_at)) / 6_000) / 10;
}

/** How people were found, as the server says it: its members have no fixed shape. */
export function foundHow(person: Record<string, unknown>): string {
  const { name, how } = person;
  return [name, how].filter((one): one is string => typeof one === "string" && one !== "").join(": ");
}

export const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;
