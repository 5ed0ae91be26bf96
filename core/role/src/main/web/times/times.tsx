import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { lineOf, partOf } from "./parts";

type Interval = Answer<"GET /time-intervals">["items"][number];

/** Times that rules name, when each begins and ends next, and the ways to write them. */
export function TimeIntervals({ me }: PageProps) {
  const [open, setOpen] = useState<Interval | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("time_interval.manage");
  const stored = open === "new" ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed me={me} title={say("manage.times")}>
      <p>{say("times.about")}</p>
      {mayManage && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("times.add")}
        </button>
      )}
      <Table
        label={say("manage.times")}
        none={say("times.none")}
        turn={turn}
        read={(query, signal) => call("GET /time-intervals", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ name, description }) => (
              <>
                {name} <span class="soft">{description}</span>
              </>
            ),
          },
          {
            title: say("times.parts"),
            show: ({ time_intervals }) => (
              <ul class="plain">
                {time_intervals.map(lineOf).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ),
          },
          { title: say("source.state"), show: ({ is_in_force }) => say(is_in_force ? "times.on" : "times.off") },
          {
            title: say("times.next"),
            show: ({ next }) => (
              <ul class="plain">
                {next.slice(0, 2).map(({ starts_at, ends_at }) => (
                  <li key={starts_at}>
                    <Moment at={starts_at} /> – {ends_at === null ? say("times.endless") : <Moment at={ends_at} />}
                  </li>
                ))}
                {next.length === 0 && <li>{say("times.never")}</li>}
              </ul>
            ),
          },
          {
            title: say("silence.hides"),
            isNumber: true,
            show: ({ hides_now, hid_in_all }) => (
              <>
                {hides_now} <span class="soft">{say("table.all", { count: hid_in_all })}</span>
              </>
            ),
          },
        ]}
        {...(mayManage && {
          acts: (one: Interval) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /time-intervals/{id}", { path: { id: one.id } });
                  again();
                  toast(say("times.deleted", { name: one.name }));
                }}
              >
                {say("times.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog title={stored?.name ?? say("times.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored ? { ...stored, time_intervals: stored.time_intervals.map(lineOf) } : undefined}
            go={say("save")}
            send={async ({ time_intervals, ...rest }) => {
              const body = { ...rest, time_intervals: (time_intervals as string[]).map(partOf) };
              try {
                if (stored) {
                  const { id, version } = stored;
                  await call("PUT /time-intervals/{id}", { path: { id }, version, body });
                } else await call("POST /time-intervals", { body });
              } finally {
                // Also after a refusal: somebody else may have changed it.
                again();
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

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 200 },
      description: { title: say("times.description"), maxLength: 2000 },
      time_intervals: { title: say("times.parts"), description: say("times.parts.hint"), type: "array" },
    },
    required: ["name"],
  };
}
