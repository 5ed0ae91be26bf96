import { call } from "../api/client";
import type { ScheduleOverride, Schedule, Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { iso, localOf } from "./clock";
import type { Span } from "./lanes";
import { mayFor } from "./may";
import { People } from "./people";
import { When } from "./when";

/** What an override is to be made for: a level, and a time if one is chosen already. */
export interface Chosen {
  level: number;
  span: Span | null;
}

/** Puts somebody else on call for a time, and lists what stands; both can be taken back. */
export function Overrides({
  me,
  schedule,
  overrides,
  zone,
  chosen,
  close,
  done,
}: {
  me: Self;
  schedule: Schedule;
  overrides: ScheduleOverride[];
  zone: string;
  chosen: Chosen | null;
  close: () => void;
  done: () => void;
}) {
  const path = { schedule: schedule.id };
  const tried = async (deed: () => Promise<unknown>, about: string) => {
    try {
      await deed();
    } catch (failure) {
      toastFailure(`${about}: ${inWords(failure).text}`);
    }
    done();
  };
  const end = (one: Pick<ScheduleOverride, "id" | "user">) =>
    tried(
      () => call("DELETE /schedules/{schedule}/overrides/{id}", { path: { ...path, id: one.id } }),
      one.user.username,
    );
  const put = async (body: Record<string, unknown>) => {
    const made = await call("POST /schedules/{schedule}/overrides", { path, body });
    done();
    toast(say("override.done", { who: made.user.username }), () => void end(made));
  };
  const send = async (values: Record<string, string>) => {
    await put({
      level: Number(values["level"] ?? 1),
      from: values["from"] ? iso(values["from"], zone) : undefined,
      until: iso(values["until"] ?? "", zone),
      user: values["user"],
      ...(values["instead_of"] ? { instead_of: values["instead_of"] } : {}),
      note: values["note"] ?? "",
    });
    close();
  };
  const takeAway = async (one: ScheduleOverride) => {
    await end(one);
    const from = Date.parse(one.from) > Date.now() ? one.from : undefined;
    toast(
      say("override.ended", { who: one.user.username }),
      () =>
        void tried(
          () =>
            put({
              level: one.level,
              from,
              until: one.until,
              user: one.user.id,
              note: one.note,
              ...(one.instead_of ? { instead_of: one.instead_of.id } : {}),
            }),
          one.user.username,
        ),
    );
  };
  const may = mayFor(me, "override.manage", schedule.team.id);
  const standing = overrides.filter((one) => one.ended_at === undefined && Date.parse(one.until) > Date.now());
  if (!may && standing.length === 0) return null;
  return (
    <section aria-labelledby="overrides">
      <h2 id="overrides">{say("override.title")}</h2>
      {standing.length === 0 && <p class="soft">{say("override.none")}</p>}
      <ul class="list">
        {standing.map((one) => (
          <li key={one.id} class="entry">
            <span>
              <strong>{one.user.username}</strong>{" "}
              {one.instead_of && say("override.for", { who: one.instead_of.username })}{" "}
              <span class="soft">
                {say("oncall.level", { level: one.level })} {one.note}
              </span>
            </span>
            <span class="wrap">
              <When at={one.from} zone={zone} /> – <When at={one.until} zone={zone} />
            </span>
            {may && (
              <button type="button" onClick={() => void takeAway(one)}>
                {say("override.end")}
                <span class="unseen"> {one.user.username}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {may && chosen && (
        <Dialog title={say("override.new")} close={close} drawer>
          <Form go={say("override.go")} send={send}>
            <People me={me} label={say("override.user")} name="user" />
            <Field
              label={say("override.from", { zone })}
              hint={say("override.from.hint")}
              name="from"
              type="datetime-local"
              defaultValue={chosen.span ? localOf(chosen.span.from, zone) : ""}
            />
            <Field
              label={say("override.until", { zone })}
              name="until"
              type="datetime-local"
              required
              defaultValue={chosen.span ? localOf(chosen.span.until, zone) : ""}
            />
            <Field
              label={say("override.level")}
              name="level"
              type="number"
              min="1"
              max="10"
              defaultValue={String(chosen.level)}
            />
            <People
              me={me}
              label={say("override.insteadOf")}
              hint={say("override.insteadOf.hint")}
              name="instead_of"
              optional
            />
            <Field label={say("override.note")} name="note" maxLength={1000} />
          </Form>
        </Dialog>
      )}
    </section>
  );
}
