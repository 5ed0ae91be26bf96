import type { ComponentChildren } from "preact";

/** One fact of a list of facts, with what it is called. */
export function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
