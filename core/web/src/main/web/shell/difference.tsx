import { say } from "../words";
import { diff } from "./diff";

const MARKS = { same: "\u00a0", gone: "−", new: "+" } as const;

/** What changed between two texts; each line has a mark and, for screen readers, a word. */
export function Difference({ before, after }: { before: string; after: string }) {
  const lines = diff(before, after);
  if (lines.every(({ kind }) => kind === "same")) return <p class="soft">{say("diff.none")}</p>;
  return (
    <pre class="code diff" tabIndex={0} role="region" aria-label={say("diff.title")}>
      {lines.map(({ kind, text }, at) => (
        <span key={at} class={`line ${kind}`}>
          <span aria-hidden="true">{MARKS[kind]} </span>
          {kind !== "same" && <span class="unseen">{say(`diff.${kind}`)} </span>}
          {text + "\n"}
        </span>
      ))}
    </pre>
  );
}
