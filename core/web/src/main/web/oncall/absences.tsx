import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Absence, Self } from "../api/schema";
import { useFocusKept } from "../duty/focus";
import { Caution } from "../shell/caution";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { iso } from "./overrides";
import { People } from "./people";
import { ownZone, When } from "./when";

/** Shifts are made known so far ahead. */
const AHEAD = 28 * 86_400_000;
const MOST_SCHEDULES = 50;
const MOST = 200;

/** What becomes of the turns of somebody who is away: who has them instead, or that nobody has. */
interface Cover {
  schedule: { id: string; name: string };
  who: string[];
  hasGap: boolean;
}

interface Away {
  absence: Absence;
  covers: Cover[];
}

/** Who is away from when until when, and who covers; of one person, or of everybody. */
export function Absences({ me, user }: { me: Self; user?: string }) {
  const [isNew, setNew] = useState(false);
  const read = useRead(`absences ${user ?? ""}`, (signal) => awayOf(user, signal), ["schedule"]);
  const { heading, changed } = useFocusKept(read.value);
  const may = me.permissions.includes("absence.manage");
  const put = async (body: Record<string, unknown>) => {
    const made = await call("POST /absences", { body });
    read.again();
    return made;
  };
  const withdraw = async (id: string) => {
    await call("DELETE /absences/{id}", { path: { id } });
    changed();
    read.again();
  };
  const tried = (deed: () => Promise<unknown>) =>
    deed().catch((failure: unknown) => toastFailure(inWords(failure).text));
  return (
    <section aria-labelledby="absences">
      <h2 id="absences" ref={heading} tabIndex={-1}>
        {say("absence.title")}
      </h2>
      <p class="soft">{say(may ? "absence.about" : "absence.about.ask")}</p>
      <Ready read={read}>
        {(items) => (
          <>
            {items.length === 0 && <p class="soft">{say(user === undefined ? "absence.none" : "absence.none.own")}</p>}
            <ul class="list">
              {items.map(({ absence, covers }) => (
                <li key={absence.id} class="entry">
                  <span>
                    {user === undefined && <strong>{absence.user.username} </strong>}
                    <span class="soft">{absence.note}</span>
                    {covers.map((one) => (
                      <Covered key={one.schedule.id} cover={one} />
                    ))}
                  </span>
                  <span class="shift-when">
                    <When at={absence.from} zone={ownZone()} /> – <When at={absence.until} zone={ownZone()} />
                  </span>
                  {may && (
                    <Deed
                      about={absence.user.username}
                      act={async () => {
                        await withdraw(absence.id);
                        const { user, from, until, note } = absence;
                        toast(
                          say("absence.ended", { who: user.username }),
                          () => void tried(() => put({ user: user.id, from, until, note })),
                        );
                      }}
                    >
                      {say("absence.end")}
                    </Deed>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Ready>
      {may && (
        <button type="button" onClick={() => setNew(true)}>
          {say("absence.new")}
        </button>
      )}
      {isNew && (
        <Dialog drawer title={say("absence.new")} close={() => setNew(false)}>
          <Form
            go={say("absence.go")}
            send={async ({ absent, from, until, note }) => {
              const zone = ownZone();
              const made = await put({
                user: user ?? absent,
                from: iso(from ?? "", zone),
                until: iso(until ?? "", zone),
                note: note ?? "",
              });
              setNew(false);
              toast(say("absence.done", { who: made.user.username }), () => void tried(() => withdraw(made.id)));
            }}
          >
            {user === undefined && <People me={me} label={say("absence.user")} name="absent" />}
            <Field label={say("override.from", { zone: ownZone() })} name="from" type="datetime-local" required />
            <Field label={say("override.until", { zone: ownZone() })} name="until" type="datetime-local" required />
            <Field label={say("absence.note")} name="note" maxLength={1000} />
          </Form>
        </Dialog>
      )}
    </section>
  );
}

function Covered({ cover: { schedule, who, hasGap } }: { cover: Cover }) {
  return (
    <p>
      <a href={href(`/schedules/${schedule.id}`)}>{schedule.name}</a>{" "}
      {who.length > 0 && <span>{say("absence.covered", { who: who.join(", ") })}</span>}{" "}
      {hasGap && (
        <span class="gap-word">
          <Caution /> {say("absence.gap")}
        </span>
      )}
    </p>
  );
}

/** What is over or withdrawn is left out; the next first. */
async function awayOf(user: string | undefined, signal: AbortSignal): Promise<Away[]> {
  const { items } = await call("GET /absences", { query: { limit: MOST, user }, signal });
  const standing = items
    .filter((one) => one.ended_at === undefined)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  const covers = await coversOf(standing, signal);
  return standing.map((absence) => ({ absence, covers: covers(absence) }));
}

/** Reads shifts only where somebody is away in the time that shifts are made known for. */
async function coversOf(absences: Absence[], signal: AbortSignal): Promise<(absence: Absence) => Cover[]> {
  const now = Date.now();
  const soon = absences.filter(({ from }) => Date.parse(from) < now + AHEAD);
  if (soon.length === 0) return () => [];
  const query = { from: new Date(now).toISOString(), until: new Date(now + AHEAD).toISOString() };
  const { items: schedules } = await call("GET /schedules", { query: { limit: MOST_SCHEDULES }, signal });
  const known = await Promise.all(
    schedules.map(async (schedule) => {
      const path = { id: schedule.id };
      const [shifts, faults] = await Promise.all([
        call("GET /schedules/{id}/shifts", { path, query, signal }),
        call("GET /schedules/{id}/faults", { path, query, signal }),
      ]);
      return { schedule, shifts: shifts.items, faults: faults.items };
    }),
  );
  return (absence) =>
    known.flatMap(({ schedule, shifts, faults }) => {
      const within = (one: { from: string; until: string }) =>
        Date.parse(one.from) < Date.parse(absence.until) && Date.parse(one.until) > Date.parse(absence.from);
      const who = shifts
        .filter((one) => within(one) && one.instead_of?.some(({ id }) => id === absence.user.id))
        .map((one) => one.user.username);
      const hasGap = faults.some((one) => one.kind === "away" && one.user?.id === absence.user.id && within(one));
      return who.length > 0 || hasGap ? [{ schedule, who: [...new Set(who)], hasGap }] : [];
    });
}
