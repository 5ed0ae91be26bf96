import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { repeats, ruleOf, shownRule, zone } from "../shell/repeats";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { WouldHide } from "../silences/silences";
import { say } from "../words";

type Window = Answer<"GET /maintenance-windows">["items"][number];
type Preview = Answer<"POST /maintenance-windows/preview">;

/** Work that is planned, when it is done next, and the ways to plan it. */
export function Maintenance({ me }: PageProps) {
  const [open, setOpen] = useState<Window | "new" | "calendar" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("maintenance_window.manage");
  const done = () => {
    setOpen(null);
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.maintenance")}
      about={say("maintenance.about")}
      actions={
        mayManage && (
          <>
            <button type="button" class="primary" onClick={() => setOpen("new")}>
              {say("maintenance.add")}
            </button>
            <button type="button" onClick={() => setOpen("calendar")}>
              {say("maintenance.import")}
            </button>
          </>
        )
      }
    >
      <Table
        label={say("manage.maintenance")}
        none={say("maintenance.none")}
        turn={turn}
        read={(query, signal) => call("GET /maintenance-windows", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ name, comment }) => (
              <>
                {name} <span class="soft">{comment}</span>
              </>
            ),
          },
          {
            title: say("maintenance.of"),
            show: ({ services, matchers }) => [...services.map(({ name }) => name), ...matchers].join(", "),
          },
          { title: say("maintenance.state"), show: ({ state }) => say(`maintenance.${state}`) },
          {
            title: say("maintenance.next"),
            show: ({ next: [first] }) =>
              first ? (
                <>
                  <Moment at={first.starts_at} /> – <Moment at={first.ends_at} />
                </>
              ) : (
                "–"
              ),
          },
          { title: say("maintenance.recurrence"), show: ({ recurrence }) => recurrence ?? "–" },
          { title: say("silence.hides"), isNumber: true, show: ({ hides_now }) => hides_now },
        ]}
        {...(mayManage && {
          acts: (one: Window) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /maintenance-windows/{id}", { path: { id: one.id } });
                  done();
                  toast(say("maintenance.deleted"));
                }}
              >
                {say("maintenance.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {open === "calendar" && (
        <Dialog drawer title={say("maintenance.import")} close={() => setOpen(null)}>
          <Calendar done={done} />
        </Dialog>
      )}
      {open && open !== "calendar" && (
        <Dialog drawer title={open === "new" ? say("maintenance.add") : open.name} close={() => setOpen(null)}>
          <Plan stored={open === "new" ? null : open} done={done} />
        </Dialog>
      )}
    </Managed>
  );
}

/** First says what it would hide and when; what was tried is what is stored. */
function Plan({ stored, done }: { stored: Window | null; done: () => void }) {
  const [tried, setTried] = useState<{ body: Record<string, unknown>; preview: Preview } | null>(null);
  return (
    <>
      <SchemaForm
        schema={schema()}
        stored={
          stored
            ? { ...stored, ...shownRule(stored.recurrence), services: stored.services.map(({ name }) => name) }
            : undefined
        }
        go={say("maintenance.try")}
        send={async (typed) => {
          const body = ruleOf(typed);
          setTried(null);
          setTried({ body, preview: await call("POST /maintenance-windows/preview", { body }) });
        }}
      />
      <div role="status">
        {tried && (
          <>
            <ul>
              {tried.preview.next.map(({ starts_at, ends_at }) => (
                <li key={starts_at}>
                  <Moment at={starts_at} /> – <Moment at={ends_at} />
                </li>
              ))}
            </ul>
            <WouldHide {...tried.preview} />
          </>
        )}
      </div>
      {tried && (
        <Deed
          act={async () => {
            const { body } = tried;
            if (stored) {
              const { id, version } = stored;
              await call("PUT /maintenance-windows/{id}", { path: { id }, version, body });
            } else {
              await call("POST /maintenance-windows", { body });
            }
            done();
            toast(say("maintenance.planned"));
          }}
        >
          {say("maintenance.plan")}
        </Deed>
      )}
    </>
  );
}

function Calendar({ done }: { done: () => void }) {
  const [left, setLeft] = useState<Answer<"POST /maintenance-windows/import">["left"]>([]);
  return (
    <>
      <SchemaForm
        schema={{
          properties: {
            calendar: {
              title: say("maintenance.calendar"),
              description: say("maintenance.calendar.hint"),
              multiline: true,
            },
            ...scope(),
            time_zone: zone(),
          },
          required: ["calendar", "comment", "time_zone"],
        }}
        go={say("maintenance.import")}
        send={async (body) => {
          const answer = await call("POST /maintenance-windows/import", { body });
          toast(say("maintenance.imported", { count: answer.windows.length }));
          setLeft(answer.left);
          if (answer.left.length === 0) done();
        }}
      />
      <ul role="status">
        {left.map(({ uid, summary, why }) => (
          <li key={uid}>
            {summary}: {why}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whose alerts are hidden, and why. */
function scope(): Record<string, Schema> {
  return {
    comment: { title: say("silence.comment"), description: say("silence.comment.hint"), maxLength: 2000 },
    services: { title: say("maintenance.services"), description: say("maintenance.services.hint"), type: "array" },
    matchers: { title: say("silence.matchers"), description: say("silence.matchers.hint"), type: "array" },
    hides_sev1: { title: say("maintenance.sev1"), type: "boolean", default: false },
  };
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 150 },
      ...scope(),
      starts_at: { title: say("maintenance.starts"), format: "local-date-time" },
      time_zone: zone(),
      duration: { title: say("maintenance.length"), format: "duration", default: "PT2H" },
      ends_by_clock: {
        title: say("maintenance.byclock"),
        description: say("maintenance.byclock.hint"),
        type: "boolean",
        default: false,
      },
      ...repeats(),
      is_active: { title: say("maintenance.active"), type: "boolean", default: true },
    },
    required: ["name", "comment", "starts_at", "time_zone", "duration"],
  };
}
