import { useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import type { Self } from "../api/schema";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Download } from "../shell/download";
import { Fact } from "../shell/fact";
import { Choice } from "../shell/inputs";
import { Ready, useRead } from "../shell/read";
import { shownRule } from "../shell/repeats";
import { Out, Rich } from "../shell/rich";
import { go, href } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { When } from "../shell/when";
import { locale, say, type Word } from "../words";
import { lasting, MeetingForm } from "./form";

type Detail = Answer<"GET /meetings/{id}">;
type Time = Detail["next"][number];
type Open = { act: "edit" | "end" } | { act: "time" | "notes"; time: Time };

/** One meeting: its next times, each of which can be changed alone, and its last ones with their notes. */
export function Meeting({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<Open | null>(null);
  const read = useRead(`meeting ${id} ${turn}`, (signal) => call("GET /meetings/{id}", { path: { id }, signal }));
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  const mayManage = me.permissions.includes("meeting.manage");
  const isOver = (read.value?.next.length ?? 0) === 0;
  const done = () => {
    setOpen(null);
    setTurn((before) => before + 1);
    toast(say("saved"));
  };
  return (
    <Managed
      me={me}
      title={read.value?.title ?? say("meetings.one")}
      about={<a href={href("/meetings")}>{say("manage.meetings")}</a>}
      actions={
        !isOver && (
          <>
            {mayManage && (
              <>
                <button type="button" class="primary" onClick={() => setOpen({ act: "edit" })}>
                  {say("edit")}
                </button>
                <button type="button" onClick={() => setOpen({ act: "end" })}>
                  {say("meetings.end")}
                </button>
              </>
            )}
            <Download path={`/events/${id}/ics`} name="meeting.ics" look="button">
              {say("feedlink.file")}
            </Download>
          </>
        )
      }
    >
      <Ready read={read}>
        {(meeting) => <Body meeting={meeting} mayManage={mayManage} open={setOpen} done={done} />}
      </Ready>
      {open && read.value && (
        <Dialog
          drawer
          title={open.act === "edit" ? say("edit") : say(`meetings.act.${open.act}`)}
          close={() => setOpen(null)}
        >
          {open.act === "edit" && <Edit me={me} meeting={read.value} done={done} />}
          {open.act === "end" && <End meeting={read.value} done={done} />}
          {open.act === "time" && <OneTime meeting={read.value} time={open.time} done={done} />}
          {open.act === "notes" && <Notes meeting={read.value} time={open.time} done={done} />}
        </Dialog>
      )}
    </Managed>
  );
}

function Body({
  meeting,
  mayManage,
  open,
  done,
}: {
  meeting: Detail;
  mayManage: boolean;
  open: (what: Open) => void;
  done: () => void;
}) {
  const { recurrence } = shownRule(meeting.recurrence);
  return (
    <>
      <dl class="facts">
        <Fact label={say("meetings.kind")}>{say(`meetings.kind.${meeting.kind}`)}</Fact>
        <Fact label={say("maintenance.recurrence")}>
          {recurrence === "custom" ? (
            <code>{meeting.recurrence}</code>
          ) : (
            say(`maintenance.repeats.${recurrence}` as Word)
          )}
        </Fact>
        <Fact label={say("maintenance.zone")}>{meeting.time_zone}</Fact>
        <Fact label={say("meetings.team")}>{meeting.team?.name ?? "–"}</Fact>
        <Fact label={say("meetings.participants")}>
          {meeting.participants.map(({ username }) => username).join(", ") || "–"}
        </Fact>
        <Fact label={say("meetings.link")}>{meeting.link ? <Out to={meeting.link} text={meeting.link} /> : "–"}</Fact>
        <Fact label={say("meetings.remind")}>{meeting.remind_before.map(lasting).join(", ") || "–"}</Fact>
        <Fact label={say("meetings.tags")}>{meeting.tags.join(", ") || "–"}</Fact>
        <Fact label={say("meetings.by")}>{meeting.created_by}</Fact>
        {meeting.follows !== null && (
          <Fact label={say("meetings.follows")}>
            <a href={href(`/meetings/${meeting.follows}`)}>{say("meetings.follows.link")}</a>
          </Fact>
        )}
      </dl>
      {meeting.description && <Rich text={meeting.description} />}
      {meeting.booked_twice.length > 0 && (
        <>
          <h2>{say("meetings.twice")}</h2>
          <ul class="plain">
            {meeting.booked_twice.map((one) => (
              <li key={one.user.id + one.meeting + one.starts_at}>
                {one.user.username}: <a href={href(`/meetings/${one.meeting}`)}>{one.title}</a>{" "}
                <When from={one.starts_at} until={one.ends_at} withWeekday />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{say("meetings.nexts")}</h2>
      {meeting.next.length === 0 && <p class="soft">{say("meetings.over")}</p>}
      <ul class="plain">
        {meeting.next.map((time) => (
          <li key={time.planned_for} class="acts">
            <Held meeting={meeting} time={time} />
            {mayManage && <Acts meeting={meeting} time={time} open={open} done={done} />}
          </li>
        ))}
      </ul>
      {meeting.recent.length > 0 && (
        <>
          <h2>{say("meetings.recent")}</h2>
          <ul class="plain">
            {meeting.recent.map((time) => (
              <li key={time.planned_for} class="acts">
                <Held meeting={meeting} time={time} />
                {mayManage && !time.is_cancelled && (
                  <button type="button" onClick={() => open({ act: "notes", time })}>
                    {say("meetings.act.notes")}
                    <Of time={time} />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** What tells it from the others, for screen readers. */
function Of({ time }: { time: Time }) {
  return <span class="unseen"> {dayOf(time.starts_at)}</span>;
}

function dayOf(at: string): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
}

function Held({ meeting, time }: { meeting: Detail; time: Time }) {
  return (
    <div>
      <When from={time.starts_at} until={time.ends_at} withWeekday /> {time.title !== meeting.title && time.title}{" "}
      {time.is_cancelled && <span class="pill bad">{say("meetings.cancelled")}</span>}
      {!time.is_cancelled && time.is_changed && <span class="pill info">{say("meetings.moved")}</span>}
      {time.notes && <Rich text={time.notes} />}
    </div>
  );
}

function Acts({
  meeting,
  time,
  open,
  done,
}: {
  meeting: Detail;
  time: Time;
  open: (what: Open) => void;
  done: () => void;
}) {
  const path = { id: meeting.id, start: time.planned_for };
  const isBegun = Date.parse(time.starts_at) <= Date.now();
  if (isBegun) return null;
  const isOtherwise = time.is_cancelled || time.is_changed;
  return (
    <div class="acts">
      <button type="button" onClick={() => open({ act: "time", time })}>
        {say("meetings.act.time")}
        <Of time={time} />
      </button>
      {!time.is_cancelled && (
        <Deed
          about={dayOf(time.starts_at)}
          act={async () => {
            const body = { is_cancelled: true, notes: time.notes };
            await call("PUT /meetings/{id}/times/{start}", { path, version: meeting.version, body });
            done();
          }}
        >
          {say("meetings.cancel")}
        </Deed>
      )}
      {isOtherwise && (
        <Deed
          about={dayOf(time.starts_at)}
          act={async () => {
            await call("DELETE /meetings/{id}/times/{start}", { path });
            done();
          }}
        >
          {say("meetings.restore")}
        </Deed>
      )}
    </div>
  );
}

/** From which of the next times on something is done. */
function From({ meeting, from, set }: { meeting: Detail; from: string; set: (from: string) => void }) {
  if (meeting.recurrence === null) return null;
  return (
    <Choice
      label={say("meetings.from")}
      value={from}
      choices={[
        ["", say("meetings.from.all")],
        ...meeting.next.map(
          (time) => [time.planned_for, say("meetings.from.on", { day: dayOf(time.starts_at) })] as const,
        ),
      ]}
      set={set}
    />
  );
}

function Edit({ me, meeting, done }: { me: Self; meeting: Detail; done: () => void }) {
  const [from, setFrom] = useState("");
  return (
    <>
      <From meeting={meeting} from={from} set={setFrom} />
      {meeting.recurrence !== null && <p class="soft">{say("meetings.edit.hint")}</p>}
      <MeetingForm
        key={from}
        me={me}
        stored={meeting}
        {...(from && { startsAt: from })}
        send={async (body) => {
          const changed = await call("PUT /meetings/{id}", {
            path: { id: meeting.id },
            query: { lost: "keep", ...(from && { from }) },
            version: meeting.version,
            body,
          });
          done();
          if (changed.id !== meeting.id) go(href(`/meetings/${changed.id}`));
        }}
      />
    </>
  );
}

function End({ meeting, done }: { meeting: Detail; done: () => void }) {
  const [from, setFrom] = useState("");
  return (
    <>
      <From meeting={meeting} from={from} set={setFrom} />
      <p>{say("meetings.end.hint")}</p>
      <Deed
        primary
        act={async () => {
          await call("DELETE /meetings/{id}", { path: { id: meeting.id }, query: from ? { from } : {} });
          done();
          if (meeting.recent.length === 0 && from === "") go(href("/meetings"));
        }}
      >
        {say("meetings.end")}
      </Deed>
    </>
  );
}

/** Moves, renames, or describes one time. */
function OneTime({ meeting, time, done }: { meeting: Detail; time: Time; done: () => void }) {
  const local = (at: string) =>
    new Date(at).toLocaleString("sv", { timeZone: meeting.time_zone }).slice(0, 16).replace(" ", "T");
  const minutes = Math.round((Date.parse(time.ends_at) - Date.parse(time.starts_at)) / 60_000);
  return (
    <SchemaForm
      schema={{
        properties: {
          title: { title: say("meetings.title"), maxLength: 255 },
          starts_at: {
            title: say("meetings.starts"),
            description: say("meetings.starts.zone", { zone: meeting.time_zone }),
            format: "local-date-time",
          },
          duration: { title: say("meetings.duration"), format: "duration" },
          description: { title: say("meetings.agenda"), maxLength: 2000, multiline: true },
        },
        required: ["title", "starts_at", "duration"],
      }}
      stored={{
        title: time.title,
        description: time.description,
        starts_at: local(time.starts_at),
        duration: `PT${minutes}M`,
      }}
      go={say("save")}
      send={async (typed) => {
        await call("PUT /meetings/{id}/times/{start}", {
          path: { id: meeting.id, start: time.planned_for },
          version: meeting.version,
          body: { ...typed, notes: time.notes },
        });
        done();
      }}
    />
  );
}

function Notes({ meeting, time, done }: { meeting: Detail; time: Time; done: () => void }) {
  return (
    <SchemaForm
      schema={{
        properties: { notes: { title: say("meetings.notes"), maxLength: 20_000, multiline: true } },
      }}
      stored={{ notes: time.notes }}
      go={say("save")}
      send={async (typed) => {
        await call("PUT /meetings/{id}/times/{start}", {
          path: { id: meeting.id, start: time.planned_for },
          version: meeting.version,
          body: typed,
        });
        done();
      }}
    />
  );
}
