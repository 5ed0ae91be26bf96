import type { EscalationPolicy, EscalationStep, EscalationTarget } from "../api/schema";

/** What a form holds of a policy: as the API takes it, with times in minutes as they are typed. */
export interface Draft {
  name: string;
  team: string;
  description: string;
  severities: string[];
  labels: string;
  is_default: boolean;
  is_active: boolean;
  rounds: number;
  repeat: string;
  /** Empty: an acknowledgement does not end by itself. */
  resume: string;
  steps: StepDraft[];
}

export interface StepDraft {
  minutes: string;
  notify: EscalationTarget[];
  channels: string;
  severities: string[];
  labels: string;
  hours: NonNullable<EscalationStep["when"]>["hours"] | undefined;
}

export type TargetType = EscalationTarget["type"];
export type TargetField = "user" | "team" | "schedule" | "contact" | "email" | "scope" | "level" | "round_robin";

/** What each kind of target is told by. */
export const FIELDS: Record<TargetType, readonly TargetField[]> = {
  oncall: ["team", "level"],
  schedule: ["schedule", "round_robin"],
  user: ["user"],
  team: ["team"],
  leads: ["team"],
  manager: ["team"],
  last_resort: [],
  team_channels: ["team"],
  channel: ["contact"],
  scope: ["scope"],
  email: ["email"],
};

const NEEDED: readonly TargetField[] = ["user", "schedule", "contact", "email"];

/** What a field shows: a channel is known by its id, and shown by its name. */
export function shownOf(target: EscalationTarget, field: TargetField): string {
  const held = target[field];
  return String((field === "contact" ? (target.name ?? held) : held) ?? "");
}

/** The same target with what was typed into a field; nothing of an empty one. A channel is then found by what was typed. */
export function withField(target: EscalationTarget, field: TargetField, typed: string): EscalationTarget {
  const { [field]: _, ...rest } = target;
  const { name: __, ...unnamed } = rest;
  const others = (field === "contact" ? unnamed : rest) as EscalationTarget;
  return typed === "" ? others : { ...others, [field]: field === "level" ? Number(typed) : typed };
}

/** Whether a target of this kind is nobody without the field. */
export function isNeeded(field: TargetField): boolean {
  return NEEDED.includes(field);
}

/** The same target, of another kind: what it does not have is dropped. */
export function asType(target: EscalationTarget, type: TargetType): EscalationTarget {
  const kept = Object.entries(target).filter(([field]) => (FIELDS[type] as readonly string[]).includes(field));
  return { ...Object.fromEntries(kept), type };
}

/** A duration of the API, of typed minutes: whole seconds, 0 for what is no number. */
export function durationOf(minutes: string): string {
  const seconds = Math.round(Number(minutes.replace(",", ".")) * 60);
  if (!(seconds > 0)) return "PT0S";
  const parts = [
    [Math.floor(seconds / 3600), "H"],
    [Math.floor((seconds % 3600) / 60), "M"],
    [seconds % 60, "S"],
  ] as const;
  return `PT${parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : "")).join("")}`;
}

export const NEW_STEP: StepDraft = {
  minutes: "5",
  notify: [{ type: "oncall" }],
  channels: "",
  severities: [],
  labels: "",
  hours: undefined,
};

export const NEW: Draft = {
  name: "",
  team: "",
  description: "",
  severities: [],
  labels: "",
  is_default: false,
  is_active: true,
  rounds: 3,
  repeat: "30",
  resume: "",
  steps: [{ ...NEW_STEP, minutes: "0" }],
};

/** A stored policy as a form shows it. */
export function draftOf(policy: EscalationPolicy, minutesOf: (duration: string) => number): Draft {
  const typed = (duration: string) => String(Math.round(minutesOf(duration) * 1000) / 1000);
  return {
    name: policy.name,
    team: policy.team ?? "",
    description: policy.description,
    severities: policy.severities,
    labels: (policy.labels ?? []).join("\n"),
    is_default: policy.is_default,
    is_active: policy.is_active,
    rounds: policy.rounds,
    repeat: typed(policy.repeat_after),
    resume: policy.resume_after === undefined ? "" : typed(policy.resume_after),
    steps: policy.steps.map((step) => ({
      minutes: typed(step.after ?? "PT0S"),
      notify: step.notify,
      channels: (step.channels ?? []).join(", "),
      severities: step.when?.severities ?? [],
      labels: (step.when?.labels ?? []).join("\n"),
      hours: step.when?.hours,
    })),
  };
}

/** What is sent: nothing that is empty, and no names that only answers have. */
export function bodyOf(draft: Draft) {
  return {
    name: draft.name.trim(),
    ...(draft.team.trim() !== "" && { team: draft.team.trim() }),
    description: draft.description,
    severities: draft.severities,
    labels: lines(draft.labels),
    is_default: draft.is_default,
    is_active: draft.is_active,
    rounds: draft.rounds,
    repeat_after: durationOf(draft.repeat),
    ...(draft.resume.trim() !== "" && { resume_after: durationOf(draft.resume) }),
    steps: draft.steps.map(stepOf),
  };
}

function stepOf({ minutes, notify, channels, severities, labels, hours }: StepDraft): EscalationStep {
  const when = {
    ...(severities.length > 0 && { severities }),
    ...(lines(labels).length > 0 && { labels: lines(labels) }),
    ...(hours && { hours }),
  };
  const kinds = channels
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  return {
    after: durationOf(minutes),
    notify: notify.map((target) => asType(target, target.type)),
    ...(kinds.length > 0 && { channels: kinds }),
    ...(Object.keys(when).length > 0 && { when }),
  };
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** The list with one of its members a place further; unchanged at the ends. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const all = [...list];
  const [one] = all.slice(from, from + 1);
  if (one === undefined || to < 0 || to >= all.length) return all;
  all.splice(from, 1);
  all.splice(to, 0, one);
  return all;
}
