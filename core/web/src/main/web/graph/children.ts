import { call } from "../api/client";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";

/** Resolves the open children of an incident, as somebody asked, and says what became of them. */
export async function resolveChildren(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { succeeded, failed } = await call("POST /incidents/actions", { body: { action: "resolve", ids: [...ids] } });
  if (succeeded > 0) toast(say("incident.resolve.many", { count: succeeded }));
  if (failed > 0) toastFailure(say("incident.failed", { count: failed }));
}
