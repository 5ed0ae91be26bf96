import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { EventWebhook, PostedEventDetail } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { statusName } from "../shell/channels";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Fact } from "../shell/fact";
import { plain } from "../shell/plain";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { Table } from "../shell/table";
import { Ago, Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { EVENTS, eventsOf, nameOf } from "./events";
import { HookForm, type Owners, readOwners } from "./form";
import { State } from "./hooks";
import { Posted } from "./posted";

const STATUSES = ["pending", "sending", "sent", "dead", "cancelled"] as const;

/** One subscription: what it gets, whether that arrives, and each event that was posted. */
export function EventWebhookPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [turn, setTurn] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [posted, setPosted] = useState<PostedEventDetail | null>(null);
  const read = useRead(`webhook ${id} ${turn}`, async (signal) => {
    const hook = await call("GET /webhooks/outgoing/{id}", { path: { id }, signal });
    return { hook, owners: await readOwners(hook, signal) };
  });
  const again = () => setTurn((before) => before + 1);
  const mayManage = me.permissions.includes("event_webhook.manage");
  const mayRedeliver = me.permissions.includes("event_webhook.redeliver");
  const hook = read.value?.hook;
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  return (
    <Managed
      me={me}
      title={hook?.name ?? say("manage.hooks")}
      about={hook && <bdi>{hook.url}</bdi>}
      actions={
        mayManage &&
        hook && (
          <>
            {hook.is_active && (
              <Deed
                act={async () => {
                  setPosted(await call("POST /webhooks/outgoing/{id}/test", { path: { id } }));
                  again();
                }}
              >
                {say("hook.test")}
              </Deed>
            )}
            <button type="button" class="primary" onClick={() => setOpen(true)}>
              {say("edit")}
            </button>
          </>
        )
      }
    >
      <Ready read={read}>{({ hook, owners }) => <About hook={hook} owners={owners} />}</Ready>
      <h2>{say("hook.deliveries")}</h2>
      <Table
        label={say("hook.deliveries")}
        none={say("hook.deliveries.none")}
        turn={turn}
        filters={[
          { name: "status", title: say("hook.status"), choices: STATUSES.map((one) => [one, statusName(one)]) },
          { name: "event", title: say("hook.event"), choices: EVENTS.map((one) => [one, nameOf(one)]) },
        ]}
        read={(query, signal) =>
          call("GET /webhooks/outgoing/{id}/deliveries", { path: { id }, query, ...(signal && { signal }) })
        }
        id={(one) => one.id}
        columns={[
          { title: say("hook.queued"), show: ({ created_at }) => <Moment at={created_at} /> },
          { title: say("hook.event"), show: ({ event }) => nameOf(event) },
          {
            title: say("hook.incident"),
            show: ({ incident }) =>
              incident === null ? "–" : <a href={href(`/incidents/${incident}`)}>{say("hook.incident.view")}</a>,
          },
          { title: say("hook.status"), show: ({ status }) => statusName(status) },
          { title: say("hook.attempts"), isNumber: true, show: ({ attempts }) => attempts },
          { title: say("hook.error"), show: ({ last_error }) => last_error ?? "–" },
        ]}
        acts={(one) => (
          <>
            <Deed
              about={nameOf(one.event)}
              act={async () =>
                setPosted(
                  await call("GET /webhooks/outgoing/{id}/deliveries/{delivery}", { path: { id, delivery: one.id } }),
                )
              }
            >
              {say("hook.look")}
            </Deed>
            {mayRedeliver && one.finished_at !== null && (
              <Deed
                about={nameOf(one.event)}
                done={say("hook.redelivered")}
                act={async () => {
                  await call("POST /webhooks/outgoing/{id}/deliveries/{delivery}/redeliver", {
                    path: { id, delivery: one.id },
                  });
                  again();
                }}
              >
                {say("hook.redeliver")}
              </Deed>
            )}
          </>
        )}
      />
      {isOpen && hook && (
        <Dialog drawer title={hook.name} close={() => setOpen(false)}>
          <HookForm
            stored={hook}
            done={() => {
              setOpen(false);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {posted && (
        <Dialog title={say("hook.delivery")} close={() => setPosted(null)} wide>
          <Posted event={posted} />
        </Dialog>
      )}
    </Managed>
  );
}

function About({ hook, owners }: { hook: EventWebhook; owners: Owners }) {
  const { health, switched_off: off } = hook;
  const of = [
    ...hook.teams.map((id) => owners.teams.get(id) ?? id),
    ...hook.services.map((id) => owners.services.get(id) ?? id),
  ];
  return (
    <>
      {off !== null && (
        <div class="banner bad">
          <p>
            {say("hook.switchedOff.at")} <Ago at={off.at} />: {plain(off.why)} {say("hook.switchedOff.how")}
          </p>
        </div>
      )}
      <dl class="facts">
        <Fact label={say("source.state")}>
          <State hook={hook} />
        </Fact>
        <Fact label={say("hook.events")}>{eventsOf(hook.events)}</Fact>
        <Fact label={say("hook.severities")}>
          {hook.severities.map((one) => one.slice(0, 4)).join(", ") || say("hook.severities.all")}
        </Fact>
        <Fact label={say("hook.of")}>{of.join(", ") || say("hook.of.all")}</Fact>
        <Fact label={say("hook.secret")}>
          <code>{hook.secret_hint}</code>
        </Fact>
        <Fact label={say("hook.waiting")}>{hook.waiting}</Fact>
        <Fact label={say("hook.success")}>{health.last_success_at ? <Ago at={health.last_success_at} /> : "–"}</Fact>
        {health.last_error !== null && health.last_error_at !== null && (
          <Fact label={say("hook.error")}>
            <Ago at={health.last_error_at} /> · {health.last_error}
          </Fact>
        )}
        {health.rests_until !== null && (
          <Fact label={say("hook.rests")}>
            <Ago at={health.rests_until} isDue />
          </Fact>
        )}
      </dl>
    </>
  );
}
