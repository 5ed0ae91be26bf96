import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { ownZone } from "../oncall/when";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Ago, Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { SEVERITIES } from "./report";

type Planned = Answer<"GET /drill-schedules">["items"][number];
type Rhythm = "week" | "month";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const OFFERED = 200;

/** The drills that start by themselves, every week or once a month. */
export function DrillSchedules({ me }: { me: Self }) {
  const [open, setOpen] = useState<Planned | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayRun = me.permissions.includes("drill.run");
  const stored = open === "new" ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <section aria-labelledby="planned">
      <h2 id="planned">{say("drills.planned")}</h2>
      <Table
        label={say("drills.planned")}
        none={say("drills.planned.none")}
        turn={turn}
        read={(query, signal) => call("GET /drill-schedules", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("drill.service"), show: ({ service }) => service.name },
          { title: say("drill.policy"), show: ({ policy }) => policy?.name ?? say("drills.policy.own") },
          { title: say("drills.repeats"), show: (one) => rhythmOf(one) },
          {
            title: say("drills.next"),
            show: ({ next_at: at }) => (at === null ? say("state.off") : <Moment at={at} />),
          },
          {
            title: say("drills.last"),
            show: ({ last_drill: last, failure }) => (
              <>
                {last === null ? (
                  "–"
                ) : (
                  <a href={href(`/drills/${last.id}`)}>
                    <Moment at={last.started_at} />
                  </a>
                )}
                {failure !== null && (
                  <p class="fault">
                    {say("drills.notStarted")} <Ago at={failure.at} />: {failure.why}
                  </p>
                )}
              </>
            ),
          },
        ]}
        {...(mayRun && {
          acts: (one: Planned) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /drill-schedules/{id}", { path: { id: one.id } });
                  again();
                  toast(say("drills.planned.deleted", { name: one.name }));
                }}
              >
                {say("drills.planned.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {mayRun && (
        <p>
          <button type="button" onClick={() => setOpen("new")}>
            {say("drills.planned.add")}
          </button>
        </p>
      )}
      {open !== null && (
        <Dialog drawer title={stored?.name ?? say("drills.planned.add")} close={() => setOpen(null)}>
          <Plan
            me={me}
            stored={stored}
            done={() => {
              setOpen(null);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

function rhythmOf({ days, day_of_month: day, at, time_zone: zone }: Planned): string {
  if (days === null) return say("drills.monthly", { day: day ?? 1, at, zone });
  const named = DAYS.filter((one) => days.includes(one)).map((one) => say(`drills.day.${one}`));
  return say("drills.weekly", { days: named.join(", "), at, zone });
}

function Plan({ me, stored, done }: { me: Self; stored: Planned | null; done: () => void }) {
  const firstRhythm: Rhythm = stored !== null && stored.days === null ? "month" : "week";
  const [rhythm, setRhythm] = useState(firstRhythm);
  const { value: offered } = useRead("what drills are about", async (signal) => {
    const query = { limit: OFFERED };
    const mayUsers = me.permissions.includes("user.read");
    const [services, policies, users] = await Promise.all([
      call("GET /services", { query, signal }),
      call("GET /escalation-policies", { query, signal }),
      mayUsers ? call("GET /users", { query, signal }) : null,
    ]);
    return {
      services: services.items.map(({ name }) => name),
      policies: policies.items.map(({ name }) => name),
      users: users?.items.filter((one) => one.is_active).map(({ username }) => username) ?? [],
    };
  });
  return (
    // Its fields follow from how it repeats.
    <div
      onChange={({ target }) => {
        if (target instanceof HTMLSelectElement && target.name === "rhythm")
          setRhythm(target.value === "month" ? "month" : "week");
      }}
    >
      <SchemaForm
        schema={schema(rhythm, offered ?? { services: [], policies: [], users: [] })}
        stored={
          stored === null
            ? undefined
            : {
                ...stored,
                rhythm: firstRhythm,
                service: stored.service.name,
                policy: stored.policy?.name,
                owner: stored.owner?.username,
                severity: stored.severity.slice(0, 4),
              }
        }
        go={say("save")}
        send={async ({ rhythm: _, ...body }) => {
          if (stored === null) await call("POST /drill-schedules", { body });
          else await call("PUT /drill-schedules/{id}", { path: { id: stored.id }, body, version: stored.version });
          done();
        }}
      />
    </div>
  );
}

function schema(
  rhythm: Rhythm,
  { services, policies, users }: { services: string[]; policies: string[]; users: string[] },
): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 200 },
      service: { title: say("drill.service"), offered: services },
      policy: { title: say("drill.policy"), description: say("drills.policy.hint"), offered: policies },
      severity: { title: say("drill.severity"), enum: [...SEVERITIES], default: "SEV1" },
      rhythm: {
        title: say("drills.repeats"),
        enum: ["week", "month"],
        titles: [say("drills.every.week"), say("drills.every.month")],
        default: "week",
      },
      ...(rhythm === "week"
        ? {
            days: {
              title: say("drills.days"),
              type: "array",
              enum: [...DAYS],
              titles: DAYS.map((one) => say(`drills.day.${one}`)),
              default: ["monday"],
            },
          }
        : {
            day_of_month: {
              title: say("drills.dayOfMonth"),
              description: say("drills.dayOfMonth.hint"),
              type: "integer",
              minimum: 1,
              maximum: 31,
              default: 1,
            },
          }),
      at: { title: say("drills.at"), format: "time", default: "10:00" },
      time_zone: { title: say("drills.zone"), description: say("drills.zone.hint"), default: ownZone() },
      factor: {
        title: say("drill.factor"),
        description: say("drills.factor.hint"),
        type: "integer",
        minimum: 1,
        maximum: 3600,
        default: 60,
      },
      send: { title: say("drills.send"), type: "boolean", default: false },
      owner: { title: say("drills.owner"), description: say("drills.owner.hint"), offered: users },
      is_active: { title: say("drills.active"), type: "boolean", default: true },
    },
    required: [
      "name",
      "service",
      "severity",
      "rhythm",
      "at",
      "time_zone",
      ...(rhythm === "month" ? ["day_of_month"] : []),
    ],
  };
}
