import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Task } from "./moves";

const MOST = 200;

/** Asks to which tracker a task goes. */
export function Exporting({ task, done, close }: { task: Task; done: () => void; close: () => void }) {
  const read = useRead("trackers", (signal) => call("GET /providers", { query: { limit: MOST }, signal }));
  return (
    <Dialog title={say("task.export.title", { key: task.key })} close={close}>
      <p class="soft">{say("task.export.about")}</p>
      <Ready read={read}>
        {({ items }) => {
          const trackers = items.filter((one) => one.is_active && String(one.channel) === "tracker");
          return trackers.length === 0 ? (
            <p>
              {say("task.export.none")} <a href={href("/providers")}>{say("manage.providers")}</a>
            </p>
          ) : (
            <Form
              go={say("task.export.go")}
              send={async ({ provider = "" }) => {
                await call("POST /items/{id}/tracker", { path: { id: task.id }, body: { provider } });
                toast(say("task.export.asked", { key: task.key }));
                done();
              }}
            >
              <p class="field">
                <label for="export-provider">{say("task.export.tracker")}</label>
                <select id="export-provider" name="provider">
                  {trackers.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </p>
            </Form>
          );
        }}
      </Ready>
    </Dialog>
  );
}

/** Whether the tracker has the task's title, or will have it. */
export function isExported({ tracker }: Task): boolean {
  return tracker !== null && (tracker.state === "linked" || tracker.state === "creating");
}

/** The issue that a task was exported to, as far as it is. */
export function Issue({ task: { tracker } }: { task: Task }) {
  if (tracker === null) return null;
  if (tracker.state === "creating") return <span class="pill">{say("task.export.creating")}</span>;
  if (tracker.state === "failed") return <span class="pill bad">{say("task.export.failed")}</span>;
  const named = `${tracker.key ?? ""} ${tracker.issue_state ?? ""}`.trim();
  return (
    <>
      {tracker.url ? (
        <a href={tracker.url} rel="noreferrer noopener" target="_blank">
          {named}
        </a>
      ) : (
        <span>{named}</span>
      )}
      {tracker.state === "gone" && <span class="pill bad">{say("task.export.gone")}</span>}
    </>
  );
}
