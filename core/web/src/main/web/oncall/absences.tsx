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
import { iso, localOf } from "./clock";
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

/** What the form is open for: a new absence, or one that is there. */
type Opened = { kind: "new" } | { kind: "change"; absence: Absence };

interface Away {
  absence: Absence;
  covers: Cover[];
}

/**
 * Who is away from when until when, and who covers.
 *
 * @param user the reader, for their own absences alone; without, those of everybody
 */
export function Absences({ me, user }: { me: Self; user?: string }) {
  const [open, setOpen] = useState<Opened | null>(null);
  const read = useRead(`absences ${user ?? ""}`, (signal) => awayOf(user, signal), ["schedule"]);
  const { heading, changed } = useFocusKept(read.value);
  const isForAll = me.permissions.includes("absence.manage");
  const own = me.owner?.kind === "user" && me.permissions.includes("absence.enter") ? me.owner.id : null;
  const may = (person: string) => isForAll || person === own;
  // Of the page of everybody, whoever may not enter those of others enters their own.
  const subject = user ?? (isForAll ? undefined : (own ?? undefined));
  const mayAdd = isForAll || own !== null;
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
      <p class="soft">{say(mayAdd ? "absence.about" : "absence.about.ask")}</p>
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
                  {may(absence.user.id) && (
                    <span class="acts">
                      <button type="button" onClick={() => setOpen({ kind: "change", absence })}>
                        {say("absence.change")}
                        <span class="unseen"> {absence.user.username}</span>
                      </button>
                      <Deed
                        about={absence.user.username}
                        act={async () => {
                          await withdraw(absence.id);
                          toast(
                            say("absence.ended", { who: absence.user.username }),
                            () => void tried(() => put(bodyOf(absence))),
                          );
                        }}
                      >
                        {say("absence.end")}
                      </Deed>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Ready>
      {mayAdd && (
        <button type="button" onClick={() => setOpen({ kind: "new" })}>
          {say(user === undefined && !isForAll ? "absence.new.own" : "absence.new")}
        </button>
      )}
      {open && (
        <AbsenceForm
          me={me}
          {...(open.kind === "change" ? { absence: open.absence } : {})}
          {...(subject !== undefined && { user: subject })}
          close={() => setOpen(null)}
          send={async (body) => {
            const made = await put(body);
            setOpen(null);
            const before = open.kind === "change" ? open.absence : null;
            toast(
              say("absence.done", { who: made.user.username }),
              () =>
                void tried(() => (before === null ? withdraw(made.id) : put({ ...bodyOf(before), replaces: made.id }))),
            );
          }}
        />
      )}
    </section>
  );
}

/** What an absence is made of, as it is sent. */
function bodyOf({ user, from, until, note }: Absence) {
  return { user: user.id, from, until, note };
}

/**
 * When somebody is away, and why.
 *
 * @param user whose it is; without, it is chosen
 * @param absence the one to change; it keeps its person
 */
function AbsenceForm({
  me,
  user,
  absence,
  send,
  close,
}: {
  me: Self;
  user?: string;
  absence?: Absence;
  send: (body: Record<string, unknown>) => Promise<void>;
  close: () => void;
}) {
  const zone = ownZone();
  const subject = absence?.user.id ?? user;
  const at = (time: string | undefined) => (time === undefined ? "" : localOf(Date.parse(time), zone));
  return (
    <Dialog drawer title={say(absence ? "absence.change.title" : "absence.new")} close={close}>
      <Form
        go={say("absence.go")}
        send={({ absent, from, until, note }) =>
          send({
            user: subject ?? absent,
            from: iso(from ?? "", zone),
            until: iso(until ?? "", zone),
            note: note ?? "",
            ...(absence && { replaces: absence.id }),
          })
        }
      >
        {absence && <p>{absence.user.username}</p>}
        {subject === undefined && <People me={me} label={say("absence.user")} name="absent" />}
        <Field
          label={say("override.from", { zone })}
          name="from"
          type="datetime-local"
          defaultValue={at(absence?.from)}
          required
        />
        <Field
          label={say("override.until", { zone })}
          name="until"
          type="datetime-local"
          defaultValue={at(absence?.until)}
          required
        />
        <Field label={say("absence.note")} name="note" defaultValue={absence?.note ?? ""} maxLength={1000} />
      </Form>
    </Dialog>
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
