import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { locale, say } from "../words";
import { CalendarForm } from "./form";

export type Calendar = Answer<"GET /holiday-calendars">["items"][number];

const SHOWN = 3;

/** The holidays that rotations observe. */
export function HolidayCalendars({ me }: PageProps) {
  const [open, setOpen] = useState<Calendar | "new" | null>(null);
  const [going, setGoing] = useState<Calendar | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("holiday.manage");
  const stored = open === "new" ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed
      me={me}
      title={say("manage.holidays")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen("new")}>
            {say("holiday.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.holidays")}
        none={say("holidays.none")}
        turn={turn}
        read={(query, signal) => call("GET /holiday-calendars", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("holiday.next"), show: ({ days }) => nextOf(days) },
          { title: say("holiday.days"), isNumber: true, show: ({ days }) => days.length },
        ]}
        {...(mayManage && {
          acts: (one: Calendar) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <button type="button" onClick={() => setGoing(one)}>
                {say("holiday.delete")}
                <span class="unseen"> {one.name}</span>
              </button>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog drawer title={stored?.name ?? say("holiday.add")} close={() => setOpen(null)}>
          <CalendarForm
            stored={stored}
            done={() => {
              setOpen(null);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {going && (
        <Confirm
          title={say("holiday.delete.title", { name: going.name })}
          about={say("holiday.delete.about")}
          go={say("holiday.delete.go")}
          close={() => setGoing(null)}
          act={async () => {
            await call("DELETE /holiday-calendars/{id}", { path: { id: going.id } });
            setGoing(null);
            again();
            toast(say("holiday.deleted", { name: going.name }));
          }}
        />
      )}
    </Managed>
  );
}

/** A day has no zone: it is the same one for everybody. */
function nextOf(days: Calendar["days"]): string {
  const today = new Date().toISOString().slice(0, 10);
  const format = new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const next = days
    .filter(({ day }) => day >= today)
    .sort((a, b) => a.day.localeCompare(b.day))
    .slice(0, SHOWN);
  return next.map(({ day, name }) => `${format.format(new Date(day))} ${name}`.trim()).join(", ") || "–";
}
