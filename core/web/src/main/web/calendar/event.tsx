import { say, type Word } from "../words";
import type { Event } from "./calendar";

const TONES: Record<string, string> = {
  in_progress: "warn",
  completed: "ok",
  failed: "bad",
  rolled_back: "bad",
  missed: "bad",
  overdue: "bad",
  in_force: "info",
  under_way: "info",
  on_call: "ok",
};

/** How urgent it is, by colour; the words say it, too. */
export function toneOf({ type, state, approval }: Event): string {
  if (state === "planned" && approval !== null && ["draft", "submitted", "refused", "void"].includes(approval)) {
    return "warn";
  }
  return TONES[state] ?? (type === "freeze" || type === "meeting" ? "info" : "");
}

/** Where it stands: a planned window says whether it is approved. */
export function stateOf({ state, approval }: Event): string {
  return state === "planned" && approval !== null
    ? say(`calendar.approval.${approval}` as Word)
    : say(`calendar.state.${state}` as Word);
}

/** Its time of day, as short as a cell of a month wants it. */
export function clock(at: string, zone: string): string {
  return new Intl.DateTimeFormat("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(at));
}

/** What tells it from others: its kind, where, and of what. */
export function factsOf({ type, detail, environments, services }: Event): string {
  return [
    say(`calendar.type.${type}` as Word),
    detail,
    environments.join(", "),
    services.map(({ name }) => name).join(", "),
  ]
    .filter((one) => one !== "")
    .join(" · ");
}
