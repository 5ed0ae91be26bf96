import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { DeliveryDetail, Provider, ProviderHealth, ProviderTypeInfo } from "../api/schema";
import { Attempts } from "../deliveries/attempts";
import { Confirm } from "../manage/confirm";
import { DependantsOfProvider } from "../manage/dependants";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Ago } from "../shell/time";
import { toast } from "../shell/toast";
import { channelName, providerName } from "../shell/channels";
import { say } from "../words";

type Row = Provider & { health: ProviderHealth };
type Open =
  | { kind: "which"; types: Answer<"GET /providers/types">["items"] }
  | { kind: "form"; type: ProviderTypeInfo; stored: Provider | null }
  | { kind: "delete"; provider: Provider }
  | { kind: "test"; type: ProviderTypeInfo; provider: Provider };

/** What messages are sent with, how each fares, and whether it works. */
export function Providers({ me }: PageProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("provider.manage");
  const close = () => setOpen(null);
  const again = () => setTurn((before) => before + 1);
  const typeOf = async ({ type }: Provider): Promise<ProviderTypeInfo> => {
    const found = (await call("GET /providers/types")).items.find((one) => one.type === type);
    if (!found) throw new Error(type);
    return found;
  };
  return (
    <Managed
      me={me}
      title={say("manage.providers")}
      actions={
        mayManage && (
          <Deed primary act={async () => setOpen({ kind: "which", types: (await call("GET /providers/types")).items })}>
            {say("provider.add")}
          </Deed>
        )
      }
    >
      <Table<Row>
        label={say("manage.providers")}
        none={say("providers.none")}
        turn={turn}
        read={async (query, signal) => {
          const page = await call("GET /providers", { query, ...(signal && { signal }) });
          const items = await Promise.all(
            page.items.map(async (one) => ({
              ...one,
              health: await call("GET /providers/{id}/health", { path: { id: one.id }, ...(signal && { signal }) }),
            })),
          );
          return { items, next: page.next };
        }}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("provider.type"), show: ({ type }) => providerName(type) },
          { title: say("channel"), show: ({ channel }) => channelName(channel) },
          { title: say("provider.priority"), isNumber: true, show: ({ priority }) => priority },
          { title: say("source.state"), show: ({ is_active }) => say(is_active ? "state.on" : "state.off") },
          { title: say("provider.health"), show: ({ health }) => <Health health={health} /> },
        ]}
        {...(mayManage && {
          acts: (one: Row) => (
            <>
              <Deed
                about={one.name}
                act={async () => setOpen({ kind: "test", type: await typeOf(one), provider: one })}
              >
                {say("provider.test")}
              </Deed>
              <Deed about={one.name} act={async () => setOpen({ kind: "form", type: await typeOf(one), stored: one })}>
                {say("edit")}
              </Deed>
              <button type="button" onClick={() => setOpen({ kind: "delete", provider: one })}>
                {say("provider.delete")}
                <span class="unseen"> {one.name}</span>
              </button>
            </>
          ),
        })}
      />
      {open?.kind === "which" && (
        <Dialog drawer title={say("provider.which")} close={close}>
          <ul class="choices">
            {open.types.map((type) => (
              <li key={type.type}>
                <button type="button" onClick={() => setOpen({ kind: "form", type, stored: null })}>
                  {type.title} ({channelName(type.channel)})
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
      {open?.kind === "form" && (
        <Dialog drawer title={open.stored?.name ?? open.type.title} close={close}>
          <SchemaForm
            schema={schemaOf(open.type)}
            stored={open.stored ?? undefined}
            go={say("save")}
            send={async (values) => {
              const body = { ...values, type: open.type.type };
              if (open.stored)
                await call("PUT /providers/{id}", { path: { id: open.stored.id }, body, version: open.stored.version });
              else await call("POST /providers", { body });
              close();
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {open?.kind === "delete" && (
        <Confirm
          title={say("provider.delete.title", { name: open.provider.name })}
          about={say("provider.delete.about")}
          go={say("provider.delete.go")}
          close={close}
          act={async () => {
            await call("DELETE /providers/{id}", { path: { id: open.provider.id } });
            close();
            again();
            toast(say("provider.deleted", { name: open.provider.name }));
          }}
        >
          <DependantsOfProvider me={me} provider={open.provider} />
        </Confirm>
      )}
      {open?.kind === "test" && <Test provider={open.provider} type={open.type} close={close} />}
    </Managed>
  );
}

function schemaOf(type: ProviderTypeInfo): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      config: type.schema as Schema,
      priority: {
        title: say("provider.priority"),
        description: say("provider.priority.hint"),
        type: "integer",
        minimum: 1,
        maximum: 1000,
        default: 100,
      },
      is_active: { title: say("provider.active"), type: "boolean", default: true },
    },
    required: ["name"],
  };
}

function Health({ health }: { health: ProviderHealth }) {
  return (
    <>
      {say(`health.${health.status}`)}
      {health.circuit !== "closed" && `, ${say("health.circuit")}`}
      {health.last_success_at && (
        <>
          {" · "}
          {say("health.success")} <Ago at={health.last_success_at} />
        </>
      )}
      {health.last_error && health.last_error_at && (
        <>
          {" · "}
          {say("health.error")} <Ago at={health.last_error_at} />: {health.last_error}
        </>
      )}
    </>
  );
}

/** Sends a sample through one provider, and shows what the vendor said. */
function Test({ provider, type, close }: { provider: Provider; type: ProviderTypeInfo; close: () => void }) {
  const [answer, setAnswer] = useState<DeliveryDetail | null>(null);
  return (
    <Dialog title={say("provider.test.title", { name: provider.name })} close={close} wide>
      <Form
        go={say("provider.test")}
        send={async (body) => {
          setAnswer(null);
          setAnswer(await call("POST /providers/{id}/test", { path: { id: provider.id }, body }));
        }}
      >
        <Field label={say("address")} name="address" hint={type.address} />
      </Form>
      {answer && (
        <div role="status">
          <p>{say(`delivery.status.${answer.status}`)}</p>
          <Attempts delivery={answer} />
        </div>
      )}
    </Dialog>
  );
}
