import { minutesOf } from "../policies/minutes";
import type { Schema } from "../shell/schema";
import { say } from "../words";

const LENGTHS = ["PT1H", "PT6H", "P1D", "P3D", "P7D", "P14D", "P30D"] as const;

/** The fields that say what is replayed. */
export function span(): Record<string, Schema> {
  return {
    length: {
      title: say("simulation.length"),
      enum: [...LENGTHS],
      titles: LENGTHS.map((one) => say(`simulation.length.${one}`)),
      default: "P1D",
    },
    to: { title: say("simulation.to"), description: say("simulation.to.hint"), format: "date-time" },
  };
}

/** What these fields say, as the API takes it: the length before the end, or before now. */
export function windowOf({ length, to }: Record<string, unknown>): { from: string; to?: string } {
  const end = typeof to === "string" ? to : undefined;
  const from = new Date((end ? Date.parse(end) : Date.now()) - minutesOf(String(length)) * 60_000).toISOString();
  return { from, ...(end && { to: end }) };
}
