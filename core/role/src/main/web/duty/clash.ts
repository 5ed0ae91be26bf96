import { Refused } from "../api/client";
import { say } from "../words";

/** Whether somebody else was faster: what was sent is of a version that is gone. */
export function isClash(failure: unknown): boolean {
  return failure instanceof Refused && failure.status === 412;
}

/** The same failure; of a clash in words for whoever sees the new state at once. */
export function toldOfClash(failure: unknown): unknown {
  if (!(failure instanceof Refused && isClash(failure))) return failure;
  return new Refused(failure.status, { ...failure.problem, detail: say("me.clash") });
}
