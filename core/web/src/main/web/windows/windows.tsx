import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { go, href, place, setQuery } from "../shell/router";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { When } from "../shell/when";
import { say } from "../words";
import { Planning } from "./planning";

type Window = Answer<"GET /deployment-windows">["items"][number];

const STATUSES = ["planned", "in_progress", "completed", "failed", "rolled_back", "cancelled"] as const;
const APPROVALS = ["draft", "submitted", "approved", "refused", "void", "expired", "not_needed"] as const;

/** What is to be deployed when, and what waits for an approval. */
export function Windows({ me }: PageProps) {
  // The calendar leads straight to a new one.
  const [isOpen, setOpen] = useState(() => place().query.get("plan") === "new");
  const close = () => {
    setOpen(false);
    setQuery({ plan: "" });
  };
  return (
    <Managed
      me={me}
      title={say("manage.windows")}
      actions={
        me.permissions.includes("deployment_window.manage") && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            {say("windows.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.windows")}
        none={say("windows.none")}
        filters={[
          {
            name: "status",
            title: say("changes.state"),
            choices: STATUSES.map((one) => [one, say(`windows.status.${one}`)]),
          },
          {
            name: "approval",
            title: say("windows.approval"),
            choices: APPROVALS.map((one) => [one, say(`windows.approval.${one}`)]),
          },
          { name: "service", title: say("changes.service") },
          { name: "environment", title: say("changes.environment") },
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
        ]}
        read={(query, signal) => call("GET /deployment-windows", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("windows.title"),
            show: ({ id, title }) => <a href={href(`/deployment-windows/${id}`)}>{title}</a>,
          },
          { title: say("windows.when"), show: (one) => <When {...one} /> },
          { title: say("changes.environment"), show: ({ environment }) => environment.name },
          {
            title: say("windows.services"),
            show: ({ services }) => services.map(({ name }) => name).join(", ") || "–",
          },
          { title: say("changes.state"), show: status },
          { title: say("windows.approval"), show: ({ approval }) => say(`windows.approval.${approval}`) },
        ]}
      />
      {isOpen && (
        <Dialog drawer title={say("windows.add")} close={close}>
          <Planning
            me={me}
            stored={null}
            send={async (body) => {
              const made = await call("POST /deployment-windows", { body });
              toast(say("saved"));
              go(href(`/deployment-windows/${made.id}`));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

function status({ status, is_missed }: Window) {
  return is_missed ? say("windows.missed") : say(`windows.status.${status}`);
}
