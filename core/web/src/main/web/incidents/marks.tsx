import type { Severity } from "../api/schema";

const SHAPES: Record<string, string> = {
  SEV1: "M5 0l5 5-5 5-5-5z",
  SEV2: "M5 .5l5 9H0z",
  SEV3: "M.5 5a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
  SEV4: "M.4 5a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0zm1.6 0a3 3 0 1 1 6 0a3 3 0 1 1-6 0z",
};

/** A colour, a shape and a word: none of them alone. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const short = severity.slice(0, 4);
  return (
    <span class={`sev ${short.toLowerCase()}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={SHAPES[short] ?? ""} fill-rule="evenodd" stroke="none" />
      </svg>
      {short}
    </span>
  );
}
