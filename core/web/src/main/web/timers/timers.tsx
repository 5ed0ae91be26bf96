import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Timer } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { isId } from "../shell/gone";
import { href, usePlace } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";
import { jobName } from "./kinds";
import { recurrence } from "./recurrence";

/** Where each kind of thing has its page. */
const PAGES: Record<NonNullable<Timer["about"]>["type"], (id: string) => string> = {
  incident: (id) => `/incidents/${id}`,
  heartbeat: () => "/heartbeats",
  drill: (id) => `/drills/${id}`,
  drill_schedule: () => "/drills",
  token: () => "/tokens",
};

/** What a job is for, by its name; that it is deleted, where it has none any more. */
function Subject({ of: { subject, about } }: { of: Timer }) {
  if (about) return <a href={href(PAGES[about.type](about.id))}>{about.name}</a>;
  const parts = subject.split(":");
  return <>{parts.some(isId) ? say("gone") : subject}</>;
}

/** What runs at its time: when next, how it went, and now if somebody wants. */
export function Timers({ me }: PageProps) {
  const [turn, setTurn] = useState(0);
  const { query: at } = usePlace();
  const isOfPlatform = me.permissions.includes("tenant.manage");
  const ask = async (what: "run" | "skip", id: string) => {
    const platform = at.get("platform") ?? "";
    await call(`POST /timers/{id}/${what}`, { path: { id }, query: { platform } });
    setTurn((before) => before + 1);
  };
  return (
    <Managed me={me} title={say("manage.timers")}>
      <Table
        label={say("manage.timers")}
        none={say("timers.none")}
        turn={turn}
        filters={[
          { name: "kind", title: say("timer.kind") },
          ...(isOfPlatform
            ? [{ name: "platform", title: say("timer.platform"), choices: [["true", say("yes")]] as const }]
            : []),
        ]}
        read={(query, signal) => call("GET /timers", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("timer.kind"), show: ({ kind }) => jobName(kind) },
          { title: say("timer.subject"), show: (one) => <Subject of={one} /> },
          { title: say("timer.due"), show: ({ due_at }) => <Moment at={due_at} /> },
          {
            title: say("timer.recurs"),
            show: ({ recurs }) => (recurs === null ? say("timer.once") : recurrence(recurs)),
          },
          {
            title: say("timer.last"),
            show: ({ last_ended_at, last_outcome }) =>
              last_ended_at ? (
                <>
                  <Moment at={last_ended_at} /> {last_outcome}
                </>
              ) : (
                say("never")
              ),
          },
          {
            title: say("timer.asked"),
            show: ({ asked, asked_by }) => (asked ? `${say(`timer.${asked}`)} (${asked_by ?? ""})` : "–"),
          },
        ]}
        acts={({ id, kind, subject }) => (
          <>
            <Deed about={`${jobName(kind)} ${subject}`} done={say("timer.run.done")} act={() => ask("run", id)}>
              {say("timer.run")}
            </Deed>
            <Deed about={`${jobName(kind)} ${subject}`} done={say("timer.skip.done")} act={() => ask("skip", id)}>
              {say("timer.skip")}
            </Deed>
          </>
        )}
      />
    </Managed>
  );
}
