import type { Severity } from "../api/schema";

const SHAPES: Record<string, string> = { SEV1: "◆", SEV2: "▲", SEV3: "●", SEV4: "○" };

/** A colour, a shape and a word: none of them alone. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const short = severity.slice(0, 4);
  return (
    <span class={`sev ${short.toLowerCase()}`}>
      <span aria-hidden="true">{SHAPES[short] ?? "·"}</span> {short}
    </span>
  );
}
