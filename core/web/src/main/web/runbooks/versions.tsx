import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { say } from "../words";
import { minutesOf, type Runbook } from "./draft";

const SHOWN = 100;

/** What a runbook said before, the newest first. */
export function Versions({ runbook, close }: { runbook: Runbook; close: () => void }) {
  const read = useRead(`runbook versions ${runbook.id}`, (signal) =>
    call("GET /runbooks/{id}/versions", { path: { id: runbook.id }, query: { limit: SHOWN }, signal }),
  );
  return (
    <Dialog drawer title={say("runbook.versions.title", { name: runbook.name })} close={close}>
      <Ready read={read}>
        {({ items }) => (
          <ul class="list">
            {items.map(({ version, author, made_at, content }) => (
              <li key={version}>
                <details open={version === runbook.version}>
                  <summary>
                    {say("runbook.version", { version })} · {author} · <Moment at={made_at} />
                  </summary>
                  <p>
                    {content.name} ·{" "}
                    {say("runbook.steps.of", { count: content.steps.length, minutes: minutesOf(content.steps) })}
                  </p>
                  <ol>
                    {content.steps.map((step, i) => (
                      <li key={i}>
                        {step.title}
                        {step.command !== null && <pre class="code">{step.command}</pre>}
                      </li>
                    ))}
                  </ol>
                </details>
              </li>
            ))}
          </ul>
        )}
      </Ready>
    </Dialog>
  );
}
