import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Table } from "../shell/table";
import { Ago } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { draftOf, minutesOf, NEW, type Runbook } from "./draft";
import { Editor } from "./editor";
import { Trial } from "./trial";
import { Versions } from "./versions";

/** What people do about incidents, step by step, and which incidents get which runbook. */
export function Runbooks({ me }: PageProps) {
  const [open, setOpen] = useState<Runbook | "new" | null>(null);
  const [going, setGoing] = useState<Runbook | null>(null);
  const [past, setPast] = useState<Runbook | null>(null);
  const [isTrying, setTrying] = useState(false);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("runbook.manage");
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed
      me={me}
      title={say("manage.runbooks")}
      actions={
        <>
          <button type="button" onClick={() => setTrying(true)}>
            {say("runbook.try")}
          </button>
          {mayManage && (
            <button type="button" class="primary" onClick={() => setOpen("new")}>
              {say("runbook.add")}
            </button>
          )}
        </>
      }
    >
      <Table
        label={say("manage.runbooks")}
        none={say("runbooks.none")}
        turn={turn}
        filters={[
          { name: "service", title: say("runbook.service") },
          {
            name: "active",
            title: say("runbook.active"),
            choices: [
              ["true", say("yes")],
              ["false", say("no")],
            ],
          },
        ]}
        read={(query, signal) => call("GET /runbooks", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ name, description, is_active }) => (
              <>
                {name} {!is_active && <span class="soft">{say("runbook.off")}</span>}
                {description !== "" && <p class="soft">{description}</p>}
              </>
            ),
          },
          { title: say("runbook.service"), show: ({ service }) => service?.name ?? say("runbook.all") },
          {
            title: say("runbook.pattern"),
            show: ({ alert_pattern: pattern }) => (pattern === null ? "–" : <code>{pattern}</code>),
          },
          {
            title: say("runbook.severities"),
            show: ({ severity_filter: all }) => all.map((one) => one.slice(0, 4)).join(", ") || say("runbook.any"),
          },
          {
            title: say("runbook.steps"),
            show: ({ steps }) => say("runbook.steps.of", { count: steps.length, minutes: minutesOf(steps) }),
          },
          {
            title: say("runbook.used"),
            show: ({ usage_count: count, last_used_at: at }) => (
              <>
                {count} {at !== null && <Ago at={at} />}
              </>
            ),
          },
        ]}
        acts={(one: Runbook) => (
          <>
            <button type="button" onClick={() => setPast(one)}>
              {say("runbook.versions")}
              <span class="unseen"> {one.name}</span>
            </button>
            {mayManage && (
              <>
                <button type="button" onClick={() => setOpen(one)}>
                  {say("edit")}
                  <span class="unseen"> {one.name}</span>
                </button>
                <button type="button" onClick={() => setGoing(one)}>
                  {say("runbook.delete")}
                  <span class="unseen"> {one.name}</span>
                </button>
              </>
            )}
          </>
        )}
      />
      {open !== null && (
        <Dialog title={stored?.name ?? say("runbook.add")} close={() => setOpen(null)} wide>
          <Editor
            start={stored ? draftOf(stored) : NEW}
            go={say("save")}
            close={() => setOpen(null)}
            send={async (body) => {
              try {
                await (stored
                  ? call("PUT /runbooks/{id}", { path: { id: stored.id }, body, version: stored.version })
                  : call("POST /runbooks", { body }));
              } finally {
                // Also after a refusal: somebody else may have changed it, and the table shows what it is now.
                again();
              }
              setOpen(null);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {past && <Versions runbook={past} close={() => setPast(null)} />}
      {isTrying && <Trial close={() => setTrying(false)} />}
      {going && (
        <Confirm
          title={say("runbook.delete.title", { name: going.name })}
          about={say("runbook.delete.about")}
          go={say("runbook.delete")}
          close={() => setGoing(null)}
          act={async () => {
            await call("DELETE /runbooks/{id}", { path: { id: going.id } });
            setGoing(null);
            again();
            toast(say("runbook.deleted", { name: going.name }));
          }}
        />
      )}
    </Managed>
  );
}
