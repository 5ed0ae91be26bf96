import type { Answer } from "../api/client";

export type Runbook = Answer<"GET /runbooks">["items"][number];

/** What the form holds of a runbook. */
export interface Draft {
  name: string;
  slug: string;
  service: string;
  pattern: string;
  severities: string[];
  description: string;
  active: boolean;
  steps: StepDraft[];
  actions: ActionDraft[];
  docs: DocDraft[];
}

export interface StepDraft {
  title: string;
  description: string;
  command: string;
  minutes: string;
  critical: boolean;
  confirmed: boolean;
  rollback: string;
}

export interface ActionDraft {
  id: string;
  label: string;
  type: "link" | "command";
  /** The URL of a link, or the command. */
  target: string;
  confirmed: boolean;
}

export interface DocDraft {
  title: string;
  url: string;
}

export const NEW_STEP: StepDraft = {
  title: "",
  description: "",
  command: "",
  minutes: "5",
  critical: false,
  confirmed: false,
  rollback: "",
};

export const NEW: Draft = {
  name: "",
  slug: "",
  service: "",
  pattern: "",
  severities: [],
  description: "",
  active: true,
  steps: [NEW_STEP],
  actions: [],
  docs: [],
};

/** What the form shows of a runbook that is stored. */
export function draftOf(stored: Runbook): Draft {
  return {
    name: stored.name,
    slug: stored.slug,
    service: stored.service?.name ?? "",
    pattern: stored.alert_pattern ?? "",
    severities: stored.severity_filter.map((one) => one.slice(0, 4)),
    description: stored.description,
    active: stored.is_active,
    steps: stored.steps.map((step) => ({
      title: step.title,
      description: step.description ?? "",
      command: step.command ?? "",
      minutes: String(step.expected_duration_minutes),
      critical: step.is_critical,
      confirmed: step.requires_confirmation,
      rollback: step.rollback_instructions ?? "",
    })),
    actions: stored.quick_actions.map((action) => ({
      id: action.id,
      label: action.label,
      type: action.type,
      target: action.url ?? action.command ?? "",
      confirmed: action.confirmation_required,
    })),
    docs: stored.external_docs.map(({ title, url }) => ({ title, url })),
  };
}

/** What the form sends: what is empty is left out. */
export function bodyOf(draft: Draft) {
  const ids = new Set(draft.actions.map(({ id }) => id).filter((id) => id !== ""));
  return {
    name: draft.name,
    slug: orNull(draft.slug),
    service: orNull(draft.service),
    alert_pattern: orNull(draft.pattern),
    severity_filter: draft.severities,
    description: draft.description,
    is_active: draft.active,
    steps: draft.steps.map((step) => ({
      title: step.title,
      description: orNull(step.description),
      command: orNull(step.command),
      expected_duration_minutes: Math.round(Number(step.minutes)),
      is_critical: step.critical,
      requires_confirmation: step.confirmed,
      rollback_instructions: orNull(step.rollback),
    })),
    quick_actions: draft.actions.map((action) => ({
      id: action.id || freeId(action.label, ids),
      label: action.label,
      type: action.type,
      ...(action.type === "link" ? { url: action.target } : { command: action.target }),
      confirmation_required: action.confirmed,
    })),
    external_docs: draft.docs,
  };
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}

/** An id that no other quick action has, of what it is called. */
function freeId(label: string, taken: Set<string>): string {
  const base =
    label
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 30) || "action";
  let id = base;
  for (let i = 2; taken.has(id); i++) id = `${base}-${i}`;
  taken.add(id);
  return id;
}

/** How long all steps take together, in minutes. */
export function minutesOf(steps: ReadonlyArray<{ expected_duration_minutes: number }>): number {
  return steps.reduce((sum, step) => sum + step.expected_duration_minutes, 0);
}
