import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Delivery, DeliveryDetail } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { href, setQuery, usePlace } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toastFailure } from "../shell/toast";
import { channelName } from "../shell/channels";
import { say } from "../words";
import { Attempts } from "./attempts";
import { eventName } from "./events";
import { failedOf, ReplayMany } from "./replay-many";

const STATUSES = ["held", "pending", "sending", "sent", "dead", "folded", "cancelled"] as const;

/** Every message, what became of it, and its attempts; those that died can be sent again. */
export function Deliveries({ me }: PageProps) {
  const [open, setOpen] = useState<DeliveryDetail | null>(null);
  const [failed, setFailed] = useState<Record<string, string> | null>(null);
  const [turn, setTurn] = useState(0);
  const mayReplay = me.permissions.includes("delivery.replay");
  const { query } = usePlace();
  const asked = query.get("delivery") ?? "";
  useEffect(() => {
    if (asked !== "" && open?.id !== asked)
      look(asked).catch((failure: unknown) => toastFailure(inWords(failure).text));
  }, [asked]);
  const look = async (id: string) => {
    setOpen(await call("GET /deliveries/{id}", { path: { id } }));
    setQuery({ delivery: id });
  };
  const close = () => {
    setOpen(null);
    setQuery({ delivery: "" });
  };
  const replay = async ({ id }: Delivery) => {
    await call("POST /deliveries/{id}/replay", { path: { id } });
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.deliveries")}
      actions={
        mayReplay && (
          <button type="button" onClick={() => setFailed(failedOf(query))}>
            {say("deliveries.resend")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.deliveries")}
        none={say("deliveries.none")}
        turn={turn}
        filters={[
          {
            name: "status",
            title: say("delivery.status"),
            choices: STATUSES.map((one) => [one, say(`delivery.status.${one}`)]),
          },
          { name: "incident", title: say("delivery.incident") },
          { name: "channel", title: say("channel") },
          { name: "provider", title: say("delivery.provider") },
          { name: "folded_into", title: say("delivery.folded") },
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
        ]}
        read={(query, signal) =>
          call("GET /deliveries", { query: { ...query, total: "true" }, ...(signal && { signal }) })
        }
        id={({ id }) => id}
        columns={[
          { title: say("delivery.at"), show: ({ created_at }) => <Moment at={created_at} /> },
          {
            title: say("delivery.status"),
            show: ({ status, is_test }) => say(is_test ? "delivery.test" : `delivery.status.${status}`),
          },
          { title: say("delivery.event"), show: ({ event }) => eventName(event) },
          {
            title: say("delivery.incident"),
            show: ({ incident }) =>
              incident ? (
                <a class="id" href={href(`/incidents/${incident.short_id}`)}>
                  {incident.short_id}
                </a>
              ) : (
                "–"
              ),
          },
          { title: say("channel"), show: ({ channel }) => channelName(channel) },
          { title: say("address"), show: ({ address }) => address },
          { title: say("delivery.attempts"), isNumber: true, show: ({ attempts }) => attempts },
          { title: say("delivery.error"), show: ({ last_error }) => last_error ?? "–" },
        ]}
        acts={(one) => (
          <>
            <Deed about={one.id} act={() => look(one.id)}>
              {say("delivery.look")}
            </Deed>
            {mayReplay && one.status === "dead" && (
              <Deed about={one.id} done={say("delivery.replay.done")} act={() => replay(one)}>
                {say("delivery.replay")}
              </Deed>
            )}
          </>
        )}
      />
      {failed && (
        <ReplayMany
          failed={failed}
          close={() => {
            setFailed(null);
            setTurn((before) => before + 1);
          }}
        />
      )}
      {open && (
        <Dialog title={say("delivery.title")} close={close} wide>
          <p>
            {eventName(open.event)} · {channelName(open.channel)} · {open.address}
          </p>
          <Attempts delivery={open} />
          <pre class="code" tabIndex={0} role="region" aria-label={say("delivery.payload")}>
            {JSON.stringify(open.payload, null, 2)}
          </pre>
        </Dialog>
      )}
    </Managed>
  );
}
