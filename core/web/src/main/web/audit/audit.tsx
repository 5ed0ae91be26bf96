import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { AuditEntry } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Difference } from "../shell/difference";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { locale, say } from "../words";
import { Chain } from "./chain";

/** Who changed what, and how it was before. */
export function Audit({ me }: PageProps) {
  const [open, setOpen] = useState<AuditEntry | null>(null);
  return (
    <Managed me={me} title={say("manage.audit")}>
      <Chain />
      <Table
        label={say("manage.audit")}
        none={say("audit.none")}
        filters={[
          { name: "action", title: say("audit.action") },
          { name: "subject_kind", title: say("audit.kind") },
          { name: "subject", title: say("audit.subject") },
          { name: "actor", title: say("audit.actor.id") },
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
        ]}
        read={(query, signal) => call("GET /audit", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("audit.at"), show: ({ at }) => <Moment at={at} /> },
          { title: say("audit.actor"), show: ({ actor }) => actor.name ?? actor.id ?? actor.kind },
          { title: say("audit.action"), show: ({ action }) => action.replace(/[_.]/g, " ") },
          {
            title: say("audit.subject"),
            show: ({ subject }) => `${subject.kind.replace(/[_.]/g, " ")} ${subject.name ?? subject.id ?? ""}`,
          },
          {
            title: say("audit.number"),
            show: ({ seal }) => seal?.number.toLocaleString(locale()) ?? say("audit.unsealed"),
            isNumber: true,
          },
          { title: say("audit.via"), show: ({ via, address }) => [via, address].filter(Boolean).join(", ") },
        ]}
        acts={(one) => (
          <button type="button" onClick={() => setOpen(one)}>
            {say("audit.look")}
            <span class="unseen"> {one.id}</span>
          </button>
        )}
      />
      {open && (
        <Dialog title={open.action.replace(/[_.]/g, " ")} close={() => setOpen(null)} wide>
          <p>
            {open.actor.name ?? open.actor.kind} · <Moment at={open.at} />
            {open.seal?.is_late && ` · ${say("audit.late")}`}
            {open.request_id && ` · ${say("failed.request", { id: open.request_id })}`}
          </p>
          <Difference before={text(open.before)} after={text(open.after)} />
        </Dialog>
      )}
    </Managed>
  );
}

function text(value: unknown): string {
  return value === null ? "" : JSON.stringify(value, null, 2);
}
