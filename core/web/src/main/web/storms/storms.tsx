import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { lengthOf } from "../shell/length";
import { mayFor } from "../oncall/may";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { ManagedOne } from "../manage/one";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";

type Storm = Answer<"GET /storms">["items"][number];
type Policy = Answer<"GET /storm-policy">;

/** From when on an umbrella stands for many incidents, in words, the form that changes it, and the storms that were. */
export function Storms({ me }: PageProps) {
  return (
    <ManagedOne<Policy>
      me={me}
      title={say("manage.storms")}
      about={say("storms.about")}
      permission="notification.manage"
      change={say("storms.change")}
      read={(signal) => call("GET /storm-policy", { signal })}
      write={(body, { version }) => call("PUT /storm-policy", { body, version })}
      schema={schema}
      show={(policy) => <InWords policy={policy} />}
    >
      {me.permissions.includes("incident.read") && <Past me={me} />}
    </ManagedOne>
  );
}

function InWords({ policy: { is_active, threshold, ends_below, ends_after } }: { policy: Policy }) {
  if (!is_active) return <p>{say("storms.off")}</p>;
  const length = lengthOf(minutesOf(ends_after) * 60);
  return (
    <>
      <p>{say("storms.from", { threshold })}</p>
      <p>{say("storms.until", { count: ends_below, length })}</p>
    </>
  );
}

function Past({ me }: { me: Self }) {
  const [ending, setEnding] = useState<Storm | null>(null);
  const [turn, setTurn] = useState(0);
  return (
    <>
      <Table
        label={say("storms.past")}
        none={say("storms.none")}
        turn={turn}
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
        acts={(storm) =>
          storm.state !== "closed" &&
          mayFor(me, "incident.resolve", storm.team.id) && (
            <button type="button" onClick={() => setEnding(storm)}>
              {say("storms.resolve")}
              <span class="unseen"> {storm.short_id}</span>
            </button>
          )
        }
      />
      {ending && (
        <Dialog title={say("storms.resolve.title", { id: ending.short_id })} close={() => setEnding(null)}>
          <Form
            go={say("storms.resolve.go")}
            send={async ({ message, root_cause }) => {
              await call("POST /storms/{id}/resolve", { path: { id: ending.id }, body: { message, root_cause } });
              setEnding(null);
              setTurn(turn + 1);
              toast(say("storms.resolved", { id: ending.short_id }));
            }}
          >
            <p>{say("storms.resolve.about", { count: ending.incidents.held })}</p>
            <Field label={say("storms.resolve.note")} name="message" maxLength={2000} />
            <Field label={say("storms.resolve.cause")} name="root_cause" maxLength={2000} />
          </Form>
        </Dialog>
      )}
    </>
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
      ends_after: { title: say("storms.endsAfter"), description: say("storms.endsAfter.hint"), format: "duration" },
    },
    required: ["threshold", "ends_below", "ends_after"],
  };
}
