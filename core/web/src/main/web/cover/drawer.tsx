import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client";
import type { OwnShift, Self } from "../api/schema";
import { instantOf, localOf } from "../oncall/clock";
import type { Span } from "../oncall/lanes";
import { ownZone } from "../oncall/when";
import { reachOf } from "../shell/reach";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { useRead } from "../shell/read";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { keyOf } from "./cover";
import { type Presets, presetsOf } from "./times";

const PRESETS: ReadonlyArray<keyof Presets> = ["tonight", "rest", "weekend"];

/** As many people as are offered to choose from; whoever is in the rotation comes first. */
const MOST = 200;

/** Somebody else takes one's shift, or a part of it, at once; it can be taken back. */
export function CoverDrawer({ me, of, close }: { me: Self; of: string; close: () => void }) {
  const read = useRead(`cover ${of}`, async (signal) => {
    const { items } = await call("GET /me/shifts", { signal });
    const shift = items.find((one) => keyOf(one) === of) ?? items.find((one) => of.startsWith(one.schedule));
    return shift ? { shift, people: await peopleFor(me, shift, signal) } : null;
  });
  if (read.value === null) return null;
  return (
    <Dialog drawer title={say("cover")} close={close}>
      <Cover shift={read.value.shift} people={read.value.people} close={close} />
    </Dialog>
  );
}

interface Somebody {
  username: string;
  isCalled: boolean;
}

/** Those of the rotation, who know the work; then everybody else. */
async function peopleFor(me: Self, { schedule }: OwnShift, signal: AbortSignal): Promise<Somebody[]> {
  const own = me.owner?.name;
  const [{ layers }, users] = await Promise.all([
    call("GET /schedules/{id}", { path: { id: schedule }, signal }),
    me.permissions.includes("user.read") ? call("GET /users", { query: { limit: MOST }, signal }) : null,
  ]);
  const rotation = [...new Set(layers.flatMap(({ slots }) => slots.flat()))];
  const active = users?.items.filter((one) => one.is_active) ?? [];
  const reached = await reachOf(
    active.map(({ id }) => id),
    signal,
  );
  const others = active.map(({ username }) => username).filter((one) => !rotation.includes(one));
  const ids = new Map(active.map(({ id, username }) => [username, id]));
  return [...rotation, ...others]
    .filter((one) => one !== own && (users === null || ids.has(one)))
    .map((username) => ({ username, isCalled: reached.get(ids.get(username) ?? "")?.can_be_called ?? true }));
}

function Cover({ shift, people, close }: { shift: OwnShift; people: Somebody[]; close: () => void }) {
  const zone = ownZone();
  const [opened] = useState(() => Date.now());
  const presets = presetsOf({ from: Date.parse(shift.from), until: Date.parse(shift.until) }, opened, zone);
  const [span, setSpan] = useState<Span | null>(presets.rest ?? null);
  const path = { schedule: shift.schedule };
  const isNow = span !== null && span.from <= opened;
  const send = async (values: Record<string, string>) => {
    const until = instantOf(values["until"] ?? "", zone);
    const { items, warnings } = await call("POST /schedules/{schedule}/covers", {
      path,
      body: {
        user: values["user"],
        ...(values["from"] ? { from: new Date(instantOf(values["from"], zone)).toISOString() } : {}),
        until: new Date(until).toISOString(),
        ...(values["note"] ? { note: values["note"] } : {}),
      },
    });
    close();
    const who = values["user"] ?? "";
    toast(say("cover.done", { who }), () => {
      Promise.all(
        items.map(({ id }) => call("DELETE /schedules/{schedule}/covers/{id}", { path: { ...path, id } })),
      ).catch((failure: unknown) => toastFailure(inWords(failure).text));
    });
    if (warnings !== undefined && warnings.length > 0) toastFailure(say("cover.uncalled", { who }));
  };
  return (
    <>
      <p class="soft">{shift.schedule_name}</p>
      <div class="wrap" role="group" aria-label={say("cover.when")}>
        {PRESETS.map((one) => {
          const chosen = presets[one];
          if (chosen === undefined) return null;
          return (
            <button
              key={one}
              type="button"
              aria-pressed={span !== null && span.from === chosen.from && span.until === chosen.until}
              onClick={() => setSpan(chosen)}
            >
              {say(`cover.${one}`)}
            </button>
          );
        })}
      </div>
      <Form go={say("cover.go")} send={send}>
        <Chosen
          label={say("cover.from", { zone })}
          name="from"
          hint={say("cover.from.hint")}
          at={isNow ? null : (span?.from ?? null)}
          zone={zone}
        />
        <Chosen label={say("cover.until", { zone })} name="until" at={span?.until ?? null} zone={zone} />
        <p class="field">
          <label for="cover-user">{say("cover.who")}</label>
          <select id="cover-user" name="user" required>
            <option value="">{say("cover.choose")}</option>
            {people.map(({ username, isCalled }) => (
              <option key={username} value={username}>
                {isCalled ? username : `${username} ${say("reach.cannot")}`}
              </option>
            ))}
          </select>
        </p>
        <Field label={say("cover.note")} name="note" maxLength={1000} />
      </Form>
    </>
  );
}

/** A time that a preset fills in, and that one can still change. */
function Chosen({
  label,
  name,
  hint,
  at,
  zone,
}: {
  label: string;
  name: string;
  hint?: string;
  at: number | null;
  zone: string;
}) {
  const shown = at === null ? "" : localOf(at, zone);
  const [value, setValue] = useState(shown);
  useEffect(() => setValue(shown), [shown]);
  return (
    <Field
      label={label}
      name={name}
      type="datetime-local"
      required={name === "until"}
      value={value}
      onInput={({ currentTarget }) => setValue(currentTarget.value)}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
