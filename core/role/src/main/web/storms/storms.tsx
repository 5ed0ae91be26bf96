import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { SeverityMark } from "../incidents/marks";
import { lengthOf } from "../incident/span";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { locale, say } from "../words";

type Policy = Answer<"GET /storm-policy">;

/** From when on an umbrella stands for many incidents, in words, the form that changes it, and the storms that were. */
export function Storms({ me }: PageProps) {
  const [open, setOpen] = useState<Policy | null>(null);
  const read = useRead("", (signal) => call("GET /storm-policy", { signal }));
  const mayManage = me.permissions.includes("notification.manage");
  return (
    <Managed me={me} title={say("manage.storms")}>
      <p>{say("storms.about")}</p>
      <Ready read={read}>
        {(policy) => (
          <>
            <InWords policy={policy} />
            {mayManage && (
              <button type="button" onClick={() => setOpen(policy)}>
                {say("storms.change")}
              </button>
            )}
          </>
        )}
      </Ready>
      {me.permissions.includes("incident.read") && <Past />}
      {open && (
        <Dialog title={say("manage.storms")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={open}
            go={say("save")}
            send={async (body) => {
              try {
                await call("PUT /storm-policy", { body, version: open.version });
              } finally {
                // Also after a refusal: somebody else may have changed it, and the page shows what it is now.
                read.again();
              }
              setOpen(null);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

function InWords({ policy: { is_active, threshold, ends_below, ends_after } }: { policy: Policy }) {
  if (!is_active) return <p>{say("storms.off")}</p>;
  const length = lengthOf(minutesOf(ends_after) * 60, locale());
  return (
    <>
      <p>{say("storms.from", { threshold })}</p>
      <p>{say("storms.until", { count: ends_below, length })}</p>
    </>
  );
}

function Past() {
  return (
    <Table
      label={say("storms.past")}
      none={say("storms.none")}
      filters={[
        {
          name: "open",
          title: say("storms.state"),
          choices: [
            ["true", say("storms.open")],
            ["false", say("storms.closed")],
          ],
        },
      ]}
      read={(query, signal) => call("GET /storms", { query, ...(signal && { signal }) })}
      id={({ id }) => id}
      columns={[
        { title: say("storms.severity"), show: ({ severity }) => <SeverityMark severity={severity} /> },
        {
          title: say("storms.umbrella"),
          show: ({ short_id, title }) => (
            <>
              <a href={href(`/incidents/${short_id}`)}>{short_id}</a> {title}
            </>
          ),
        },
        { title: say("storms.state"), show: ({ state }) => say(`storms.${state}`) },
        { title: say("storms.began"), show: ({ began_at }) => <Moment at={began_at} /> },
        { title: say("storms.held"), isNumber: true, show: ({ incidents }) => incidents.held },
        { title: say("storms.ever"), isNumber: true, show: ({ incidents }) => incidents.all },
      ]}
    />
  );
}

function schema(): Schema {
  return {
    properties: {
      is_active: { title: say("storms.active"), description: say("storms.active.hint"), type: "boolean" },
      threshold: {
        title: say("storms.threshold"),
        description: say("storms.threshold.hint"),
        type: "integer",
        minimum: 2,
        maximum: 1000,
      },
      ends_below: {
        title: say("storms.endsBelow"),
        description: say("storms.endsBelow.hint"),
        type: "integer",
        minimum: 1,
        maximum: 1000,
      },
      ends_after: { title: say("storms.endsAfter"), description: say("storms.endsAfter.hint") },
    },
    required: ["threshold", "ends_below", "ends_after"],
  };
}
