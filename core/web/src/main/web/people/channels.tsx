import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Contact, DeliveryDetail, Team } from "../api/schema";
import { Attempts } from "../deliveries/attempts";
import { channelName, OF_TEAMS } from "../shell/channels";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { warned } from "../shell/warning";
import { say } from "../words";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"];
const SUMMARIES = ["daily", "weekly", "monthly"] as const;

type Open = { kind: "form"; stored: Contact | null } | { kind: "tested"; contact: Contact; delivery: DeliveryDetail };

/** Where a team as a whole is told: its chat, its mailing list. */
export function Channels({ team, mayManage, close }: { team: Team; mayManage: boolean; close: () => void }) {
  const [open, setOpen] = useState<Open | null>(null);
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const path = { team: team.id };
  return (
    <Dialog title={say("team.channels.of", { name: team.name })} close={close} wide>
      {open === null && (
        <>
          <p>{say("team.channels.about")}</p>
          <Table
            label={say("team.channels")}
            none={say("team.channels.none")}
            turn={turn}
            read={(query, signal) => call("GET /teams/{team}/contacts", { path, query, ...(signal && { signal }) })}
            id={({ id }) => id}
            columns={[
              { title: say("name"), show: ({ name }) => name },
              { title: say("channel"), show: ({ channel }) => channelName(channel) },
              { title: say("address"), show: ({ address }) => address },
              { title: say("team.channel.from"), show: ({ min_severity }) => min_severity.slice(0, 4) },
              { title: say("source.state"), show: ({ is_active }) => say(is_active ? "state.on" : "state.off") },
            ]}
            {...(mayManage && {
              acts: (one: Contact) => (
                <>
                  <Deed
                    about={one.name}
                    act={async () => {
                      const delivery = await call("POST /teams/{team}/contacts/{id}/test", {
                        path: { ...path, id: one.id },
                      });
                      setOpen({ kind: "tested", contact: one, delivery });
                    }}
                  >
                    {say("provider.test")}
                  </Deed>
                  <button type="button" onClick={() => setOpen({ kind: "form", stored: one })}>
                    {say("edit")}
                    <span class="unseen"> {one.name}</span>
                  </button>
                  <Deed
                    about={one.name}
                    done={say("team.channel.gone")}
                    act={async () => {
                      await call("DELETE /teams/{team}/contacts/{id}", { path: { ...path, id: one.id } });
                      again();
                    }}
                  >
                    {say("team.member.remove")}
                  </Deed>
                </>
              ),
            })}
          />
          {mayManage && (
            <button type="button" class="primary" onClick={() => setOpen({ kind: "form", stored: null })}>
              {say("team.channel.add")}
            </button>
          )}
        </>
      )}
      {open?.kind === "form" && (
        <>
          <SchemaForm
            schema={schema()}
            stored={open.stored ? flat(open.stored) : undefined}
            go={say("save")}
            send={async (written) => {
              const values = { ...written, ...quietOf(written, open.stored) };
              const saved = open.stored
                ? await call("PUT /teams/{team}/contacts/{id}", {
                    path: { ...path, id: open.stored.id },
                    body: { ...values, by_matrix: open.stored.by_matrix },
                    version: open.stored.version,
                  })
                : await call("POST /teams/{team}/contacts", { path, body: values });
              setOpen(null);
              again();
              toast([say("saved"), ...(saved.warnings ?? []).map(warned)].join(" "));
            }}
          />
          <Back back={() => setOpen(null)} />
        </>
      )}
      {open?.kind === "tested" && (
        <>
          <div role="status">
            <p>
              {open.contact.name}: {say(`delivery.status.${open.delivery.status}`)}
            </p>
            <Attempts delivery={open.delivery} />
          </div>
          <Back back={() => setOpen(null)} />
        </>
      )}
    </Dialog>
  );
}

function Back({ back }: { back: () => void }) {
  return (
    <p>
      <button type="button" onClick={back}>
        {say("team.channels.back")}
      </button>
    </p>
  );
}

/** As the form has it: quiet hours are fields of their own. */
function flat(contact: Contact): Record<string, unknown> {
  const { quiet_hours: quiet } = contact;
  return {
    ...contact,
    min_severity: contact.min_severity.slice(0, 4),
    quiet_from: quiet?.from ?? "",
    quiet_until: quiet?.until ?? "",
    quiet_zone: quiet?.time_zone ?? "",
  };
}

/** The quiet hours of what was typed, with the days that are stored; none without a beginning. */
function quietOf(written: Record<string, unknown>, stored: Contact | null) {
  const { quiet_from: from, quiet_until: until, quiet_zone: time_zone } = written;
  const days = stored?.quiet_hours?.days;
  return {
    quiet_from: undefined,
    quiet_until: undefined,
    quiet_zone: undefined,
    quiet_hours: from ? { from, until, time_zone, ...(days && { days }) } : null,
  };
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 200 },
      channel: {
        title: say("channel"),
        enum: [...OF_TEAMS],
        titles: OF_TEAMS.map((one) => say(`channel.${one}`)),
      },
      address: { title: say("address"), description: say("team.channel.address"), maxLength: 2000 },
      secret: { title: say("team.channel.secret"), type: ["string", "null"], writeOnly: true },
      min_severity: {
        title: say("team.channel.from"),
        description: say("team.channel.from.hint"),
        enum: SEVERITIES,
        default: "SEV4",
      },
      summaries: {
        title: say("team.channel.summaries"),
        type: "array",
        enum: [...SUMMARIES],
        titles: SUMMARIES.map((one) => say(`team.channel.summaries.${one}`)),
      },
      quiet_from: { title: say("team.channel.quiet"), description: say("team.channel.quiet.hint"), maxLength: 5 },
      quiet_until: { title: say("team.channel.quiet.until"), maxLength: 5 },
      quiet_zone: { title: say("team.channel.quiet.zone"), maxLength: 60 },
      is_active: { title: say("team.channel.active"), type: "boolean", default: true },
    },
    required: ["name", "channel", "min_severity"],
  };
}
