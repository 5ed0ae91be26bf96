import { type Answer, call } from "../api/client";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import type { Schema } from "../shell/schema";
import { Moment } from "../shell/time";
import { say } from "../words";
import { lineOf, partOf } from "./parts";

type Interval = Answer<"GET /time-intervals">["items"][number];

/** Times that rules name, when each begins and ends next, and the ways to write them. */
export function TimeIntervals({ me }: PageProps) {
  return (
    <ManagedList<Interval>
      me={me}
      title={say("manage.times")}
      about={say("times.about")}
      permission="time_interval.manage"
      words={{
        add: say("times.add"),
        delete: say("times.delete"),
        deleted: (name) => say("times.deleted", { name }),
      }}
      none={say("times.none")}
      read={(query, signal) => call("GET /time-intervals", { query, ...(signal && { signal }) })}
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
      schema={schema}
      form={(stored) => ({ ...stored, time_intervals: stored.time_intervals.map(lineOf) })}
      write={({ time_intervals, ...rest }, stored) => {
        const body = { ...rest, time_intervals: (time_intervals as string[]).map(partOf) };
        return stored
          ? call("PUT /time-intervals/{id}", { path: { id: stored.id }, version: stored.version, body })
          : call("POST /time-intervals", { body });
      }}
      remove={({ id }) => call("DELETE /time-intervals/{id}", { path: { id } })}
    />
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
