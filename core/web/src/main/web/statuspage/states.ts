import { say } from "../words";
import type { Schema } from "../shell/schema";

export const STATES = ["operational", "maintenance", "degraded", "partial_outage", "major_outage"] as const;
export const PROGRESS = ["investigating", "identified", "monitoring", "resolved"] as const;

/** A field of a form that takes one of the states of a component. */
export function stateField(title: string, usual: (typeof STATES)[number]): Schema {
  return { title, enum: [...STATES], titles: STATES.map((one) => say(`status.state.${one}`)), default: usual };
}

/** The field that takes how far the work is. */
export function progressField(): Schema {
  return {
    title: say("status.progress"),
    enum: [...PROGRESS],
    titles: PROGRESS.map((one) => say(`status.progress.${one}`)),
    default: "investigating",
  };
}

export function componentsField(): Schema {
  return { title: say("status.components"), description: say("status.components.hint"), type: "array" };
}

/** A moment as a field of this browser's own time takes it. */
export function localTime(at: string): string {
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
