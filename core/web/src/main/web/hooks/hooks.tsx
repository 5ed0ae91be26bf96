import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { EventWebhook, PostedEventDetail } from "../api/schema";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { href } from "../shell/router";
import { Table } from "../shell/table";
import { Ago } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { eventsOf } from "./events";
import { HookForm } from "./form";
import { Posted } from "./posted";

type Open =
  | { kind: "form"; stored: EventWebhook | null }
  | { kind: "made"; hook: EventWebhook; secret: string }
  | { kind: "delete"; hook: EventWebhook }
  | { kind: "tested"; hook: EventWebhook; event: PostedEventDetail };

/** Other systems that are sent what happens to incidents. */
export function EventWebhooks({ me }: PageProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("event_webhook.manage");
  const close = () => setOpen(null);
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed
      me={me}
      title={say("manage.hooks")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen({ kind: "form", stored: null })}>
            {say("hook.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.hooks")}
        none={say("hooks.none")}
        turn={turn}
        read={(query, signal) => call("GET /webhooks/outgoing", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ id, name }) => <a href={href(`/event-webhooks/${id}`)}>{name}</a> },
          { title: say("address"), show: ({ url }) => <bdi>{url}</bdi> },
          { title: say("hook.events"), show: ({ events }) => eventsOf(events) },
          { title: say("source.state"), show: (one) => <State hook={one} /> },
          {
            title: say("hook.success"),
            show: ({ health }) => (health.last_success_at ? <Ago at={health.last_success_at} /> : "–"),
          },
          { title: say("hook.waiting"), isNumber: true, show: ({ waiting }) => waiting },
        ]}
        {...(mayManage && {
          acts: (hook: EventWebhook) => (
            <>
              {hook.is_active && (
                <Deed
                  about={hook.name}
                  act={async () => {
                    const event = await call("POST /webhooks/outgoing/{id}/test", { path: { id: hook.id } });
                    setOpen({ kind: "tested", hook, event });
                    again();
                  }}
                >
                  {say("hook.test")}
                </Deed>
              )}
              <button type="button" onClick={() => setOpen({ kind: "form", stored: hook })}>
                {say("edit")}
                <span class="unseen"> {hook.name}</span>
              </button>
              <button type="button" onClick={() => setOpen({ kind: "delete", hook })}>
                {say("hook.delete")}
                <span class="unseen"> {hook.name}</span>
              </button>
            </>
          ),
        })}
      />
      {open?.kind === "form" && (
        <Dialog drawer title={open.stored?.name ?? say("hook.add")} close={close}>
          <HookForm
            stored={open.stored}
            done={(hook) => {
              again();
              if (hook.secret !== undefined) return setOpen({ kind: "made", hook, secret: hook.secret });
              close();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {open?.kind === "made" && (
        <Dialog key="made" drawer title={open.hook.name} close={close}>
          <p>{say("hook.secret.once")}</p>
          <Copy text={open.secret} label={say("hook.secret")} />
        </Dialog>
      )}
      {open?.kind === "tested" && (
        <Dialog title={open.hook.name} close={close} wide>
          <Posted event={open.event} />
        </Dialog>
      )}
      {open?.kind === "delete" && (
        <Confirm
          title={say("hook.delete.title", { name: open.hook.name })}
          about={say("hook.delete.about")}
          go={say("hook.delete.go")}
          close={close}
          act={async () => {
            await call("DELETE /webhooks/outgoing/{id}", { path: { id: open.hook.id } });
            close();
            again();
            toast(say("hook.deleted", { name: open.hook.name }));
          }}
        />
      )}
    </Managed>
  );
}

/** Whether it is sent events, and whether they arrive. */
export function State({ hook }: { hook: EventWebhook }) {
  if (hook.switched_off !== null) return <span class="pill bad">{say("hook.switchedOff")}</span>;
  if (!hook.is_active) return <span class="pill">{say("state.off")}</span>;
  if (hook.health.failures > 0) return <span class="pill warn">{say("hook.failing")}</span>;
  return <span class="pill ok">{say("state.on")}</span>;
}
