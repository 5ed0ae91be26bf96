import { say } from "../words";

/** What stands where something is read: grey lines, after a moment only, so that what comes soon does not flicker. */
export function Loading({ lines = 3 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{say("loading")}</span>
      {Array.from({ length: lines }, (_, at) => (
        <span key={at} />
      ))}
    </div>
  );
}
