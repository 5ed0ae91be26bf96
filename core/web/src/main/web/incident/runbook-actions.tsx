import { useState } from "preact/hooks";
import { isWeb } from "../services/link";
import { Copy } from "../shell/copy";
import { Dialog } from "../shell/dialog";
import { say } from "../words";
import type { Attached } from "./runbook";

type Action = Attached["quick_actions"][number];

/** What can be opened or copied at once, and what to read on. */
export function QuickActions({ runbook }: { runbook: Attached }) {
  const [asked, setAsked] = useState<Action | null>(null);
  const links = runbook.external_docs.filter(({ url }) => isWeb(url));
  if (runbook.quick_actions.length + links.length === 0) return null;
  return (
    <div class="acts">
      {runbook.quick_actions.map((action) =>
        action.confirmation_required || action.type === "command" ? (
          <button key={action.id} type="button" onClick={() => setAsked(action)}>
            {action.label}
          </button>
        ) : (
          <Open key={action.id} action={action} />
        ),
      )}
      {links.map(({ title, url }) => (
        <a key={title + url} href={url} rel="noreferrer noopener" target="_blank">
          {title}
        </a>
      ))}
      {asked && (
        <Dialog title={asked.label} close={() => setAsked(null)}>
          {asked.confirmation_required && <p>{say("steps.action.sure")}</p>}
          {asked.command !== null ? <Copy text={asked.command} label={asked.label} /> : <Open action={asked} />}
        </Dialog>
      )}
    </div>
  );
}

function Open({ action: { label, url } }: { action: Action }) {
  return url !== null && isWeb(url) ? (
    <a class="button" href={url} rel="noreferrer noopener" target="_blank">
      {label}
    </a>
  ) : null;
}
