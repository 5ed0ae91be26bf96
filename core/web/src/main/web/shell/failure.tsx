import { Refused, Unreachable } from "../api/client";
import { say } from "../words";
import { refusedBecause } from "./refused";

/**
 * A failure in words: offline, forbidden, too often, or what the server says is wrong.
 *
 * @param titles what a form calls its fields
 */
export function inWords(failure: unknown, titles?: ReadonlyMap<string, string>): { title: string; text: string } {
  if (failure instanceof Unreachable && !navigator.onLine) {
    return { title: say("offline.device.title"), text: say("offline.device.text") };
  }
  if (failure instanceof Unreachable) {
    return { title: say("offline.title"), text: say("offline.text") };
  }
  if (failure instanceof Refused) {
    const { problem, status } = failure;
    if (status === 403)
      return { title: say("forbidden.title"), text: refusedBecause(problem.detail, status) || say("forbidden.text") };
    if (status === 404)
      return {
        title: say("missing.title"),
        text: refusedBecause(problem.detail, status, titles) || say("missing.text"),
      };
    if (isClash(failure)) return { title: say("clash.title"), text: say("clash.text") };
    if (status === 429)
      return { title: say("failed.title"), text: say("busy", { seconds: problem.retry_after ?? 30 }) };
    const id = problem.request_id && status >= 500 ? ` ${say("failed.request", { id: problem.request_id })}` : "";
    return { title: say("failed.title"), text: refusedBecause(problem.detail, status, titles) + id };
  }
  return { title: say("failed.title"), text: String(failure) };
}

/** Whether somebody else was faster: what was sent is of a version that is gone. */
export function isClash(failure: unknown): boolean {
  return failure instanceof Refused && failure.status === 412;
}

/** Says what went wrong where the content would be. */
export function Failure({ failure, again }: { failure: unknown; again?: () => void }) {
  const { title, text } = inWords(failure);
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{title}</strong>
      </p>
      <p>{text}</p>
      {again && (
        <button type="button" onClick={again}>
          {say("again")}
        </button>
      )}
    </div>
  );
}
