import { type Answer, call } from "../api/client";
import type { Incident, IncidentStatus, Self } from "../api/schema";
import { may } from "../session/session";

export type Act = "acknowledge" | "mitigate" | "resolve" | "reopen";
export const ACTS: readonly Act[] = ["acknowledge", "mitigate", "resolve", "reopen"];

const FROM: Record<Act, readonly IncidentStatus[]> = {
  acknowledge: ["TRIGGERED"],
  mitigate: ["TRIGGERED", "ACKNOWLEDGED"],
  resolve: ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED"],
  reopen: ["RESOLVED"],
};

/** Whether an action is offered: its state allows it, and as far as is known its reader may do it. */
export function offered(me: Self, incident: Pick<Incident, "status" | "team" | "lead">, act: Act): boolean {
  return FROM[act].includes(incident.status) && may(me, `incident.${act}`, incident);
}

export function act(id: string, act: Act, message?: string): Promise<Answer<"GET /incidents/{id}">> {
  const body = message === undefined ? {} : { message };
  return call(`POST /incidents/{id}/${act}`, { path: { id }, body });
}
