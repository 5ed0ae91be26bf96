import { type Answer, call } from "../api/client";
import type { Incident, IncidentStatus, Self } from "../api/schema";
import { may } from "../session/session";
import { inWords } from "../shell/failure";
import { carryOut, toast, toastFailure } from "../shell/toast";
import { plain } from "../shell/plain";
import { say } from "../words";

export type Act = "acknowledge" | "unacknowledge" | "mitigate" | "resolve" | "reopen";
export const ACTS: readonly Act[] = ["acknowledge", "mitigate", "resolve", "unacknowledge", "reopen"];

const FROM: Record<Act, readonly IncidentStatus[]> = {
  acknowledge: ["TRIGGERED"],
  unacknowledge: ["ACKNOWLEDGED"],
  mitigate: ["TRIGGERED", "ACKNOWLEDGED"],
  resolve: ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED"],
  reopen: ["RESOLVED"],
};
const TO: Record<Act, IncidentStatus> = {
  acknowledge: "ACKNOWLEDGED",
  unacknowledge: "TRIGGERED",
  mitigate: "MITIGATED",
  resolve: "RESOLVED",
  reopen: "TRIGGERED",
};
/** What takes an act back; nothing takes a mitigation back. */
const BACK: Partial<Record<Act, Act>> = {
  acknowledge: "unacknowledge",
  unacknowledge: "acknowledge",
  resolve: "reopen",
  reopen: "resolve",
};
const NEEDS: Record<Act, string> = {
  acknowledge: "incident.acknowledge",
  unacknowledge: "incident.acknowledge",
  mitigate: "incident.mitigate",
  resolve: "incident.resolve",
  reopen: "incident.reopen",
};
/** The server had no time for it, and changed nothing. */
const NO_TIME = 503;
/** So many incidents the server changes with one request. */
const AT_ONCE = 100;

/** What became of one of many. */
interface Result {
  status: number;
  incident?: { status: IncidentStatus; version: number };
  problem?: { detail: string };
}

type Standing = Pick<Incident, "status" | "team" | "lead">;

/** Whether an action is offered: its state allows it, and as far as is known its reader may do it. */
export function offered(me: Self, incident: Standing, act: Act): boolean {
  return FROM[act].includes(incident.status) && may(me, NEEDS[act], incident);
}

/** What an incident will be when an act has worked. */
export function after<I extends Pick<Incident, "status">>(incident: I, act: Act): I {
  return { ...incident, status: TO[act] };
}

/** The pieces of a list, for as many requests. */
export function pieces<T>(all: readonly T[], most: number = AT_ONCE): T[][] {
  const found: T[][] = [];
  for (let i = 0; i < all.length; i += most) found.push(all.slice(i, i + most));
  return found;
}

function bodyOf(act: Act, message?: string): { message?: string; fields_later?: boolean } {
  // Without a form nobody can be asked for fields that are required: they are listed as missing.
  if (act === "resolve") return { ...(message !== undefined && { message }), fields_later: true };
  // A reopening has a reason; the one of an undo is that.
  const text = message ?? (act === "reopen" ? say("incident.undone") : undefined);
  return text === undefined ? {} : { message: text };
}

export type Shown = Pick<Incident, "id" | "short_id" | "status" | "team" | "lead">;
type Detail = Answer<"GET /incidents/{id}">;

/**
 * Acts on one incident: shown at once, taken from the page again if the server refuses, and with what takes it back.
 *
 * @param show changes what is shown of it
 */
export function actOn<I extends Shown>(
  me: Self,
  incident: I,
  act: Act,
  show: (change: Partial<Detail>) => void,
  message?: string,
): Promise<boolean> {
  const undo = undoOf(me, incident, act, show);
  return carryOut({
    show: () => show({ status: TO[act] }),
    hide: () => show({ status: incident.status }),
    send: () => call(`POST /incidents/{id}/${act}`, { path: { id: incident.id }, body: bodyOf(act, message) }),
    done: show,
    said: say(`incident.${act}.done`, { id: incident.short_id }),
    ...(undo ? { undo } : {}),
    about: incident.short_id,
  });
}

/** What takes an act back, if anything does and its reader may do it. */
function undoOf<I extends Shown>(
  me: Self,
  incident: I,
  act: Act,
  show: (change: Partial<Detail>) => void,
): (() => void) | undefined {
  const back = BACK[act];
  return back && may(me, NEEDS[back], incident) ? () => void actOn(me, after(incident, act), back, show) : undefined;
}

/**
 * Resolves with what somebody has written about it. It is shown only once the server has it, so that a refusal leaves the text where
 * it was written.
 *
 * @throws Refused or Unreachable
 */
export async function resolve<I extends Shown>(
  me: Self,
  incident: I,
  written: {
    message?: string;
    root_cause?: string;
    cause?: string;
    fields?: Record<string, string | number | boolean | string[] | null>;
    fields_later?: boolean;
  },
  show: (change: Partial<Detail>) => void,
): Promise<void> {
  show(await call("POST /incidents/{id}/resolve", { path: { id: incident.id }, body: written }));
  toast(say("incident.resolve.done", { id: incident.short_id }), undoOf(me, incident, "resolve", show));
}

/** Acts on many, as many requests as it takes; says how many it were, which failed, and takes all of them back. */
export async function actOnMany<I extends Shown>(
  me: Self,
  incidents: readonly I[],
  act: Act,
  show: (id: string, change: Partial<Detail>) => void,
): Promise<void> {
  const open = incidents.filter((one) => offered(me, one, act));
  open.forEach((one) => show(one.id, { status: TO[act] }));
  const done: I[] = [];
  const failed: string[] = [];
  const waiting = pieces(open);
  for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
    const later: I[] = [];
    try {
      const body = { action: act, ids: piece.map((one) => one.id), ...bodyOf(act) };
      const items = (await call("POST /incidents/actions", { body })).items as Result[];
      piece.forEach((one, i) => {
        const item = items[i];
        if (item?.incident) {
          done.push(one);
          show(one.id, { status: item.incident.status, version: item.incident.version });
        } else if (item?.status === NO_TIME && items.some((other) => other.incident)) {
          later.push(one);
        } else {
          show(one.id, { status: one.status });
          failed.push(`${one.short_id}: ${plain(item?.problem?.detail ?? "")}`);
        }
      });
    } catch (failure) {
      piece.forEach((one) => show(one.id, { status: one.status }));
      failed.push(`${piece.length} × ${inWords(failure).text}`);
    }
    if (later.length > 0) waiting.push(later);
  }
  const back = BACK[act];
  if (done.length > 0) {
    const text = say(`incident.${act}.many`, { count: done.length });
    const changed = done.map((one) => after(one, act));
    toast(text, back ? () => void actOnMany(me, changed, back, show) : undefined);
  }
  if (failed.length > 0) toastFailure(`${say("incident.failed", { count: failed.length })} ${failed[0] ?? ""}`);
}
