import { useState } from "preact/hooks";
import type { Simulation } from "../api/schema";
import { SchemaForm } from "../shell/schema-form";
import { say } from "../words";
import { useSimulation, Watched } from "./simulation";
import { span, windowOf } from "./span";

/**
 * Simulates rules that are being written, and shows what it finds beside them.
 *
 * @param ask sends the window, with the rules
 */
export function SimulateDraft({ ask }: { ask: (window: { from: string; to?: string }) => Promise<Simulation> }) {
  const [id, setId] = useState<string | null>(null);
  return (
    <details>
      <summary>{say("simulations.draft")}</summary>
      <p>{say("simulations.about")}</p>
      <SchemaForm
        schema={{ properties: span(), required: ["length"] }}
        go={say("simulations.start.go")}
        send={async (values) => {
          setId(null);
          setId((await ask(windowOf(values))).id);
        }}
      />
      {id !== null && <Running key={id} id={id} />}
    </details>
  );
}

function Running({ id }: { id: string }) {
  return <Watched read={useSimulation(id)} />;
}
