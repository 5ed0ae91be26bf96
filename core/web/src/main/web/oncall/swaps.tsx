import type { ComponentChildren } from "preact";
import { call } from "../api/client";
import type { Schedule, Self, Shift, Swap } from "../api/schema";
import { Deed } from "../shell/deed";
import { Field, Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { say } from "../words";
import { mayFor } from "./may";
import { When } from "./when";
import { localOf } from "./clock";

/** How far ahead shifts are offered. */
const AHEAD = 31 * 86_400_000;

/** Asks somebody to take a shift, answers what one is asked, and shows what became of each. */
export function Swaps({ me, schedule, zone }: { me: Self; schedule: Schedule; zone: string }) {
  const path = { schedule: schedule.id };
  const read = useRead(
    `swaps ${schedule.id}`,
    (signal) => call("GET /schedules/{schedule}/swaps", { path, query: { limit: 50 }, signal }),
    ["schedule"],
  );
  const own = me.owner?.kind === "user" ? me.owner.name : null;
  const mayAsk = own !== null && me.permissions.includes("swap.ask");
  // A shift is named by its start, which a time that begins within it would cut off.
  const coming = useRead(
    `coming ${schedule.id}`,
    async (signal) => {
      const at = new Date().toISOString();
      const query = { from: at, until: new Date(Date.parse(at) + AHEAD).toISOString() };
      return {
        at,
        items: (await call("GET /schedules/{id}/shifts", { path: { id: schedule.id }, query, signal })).items,
      };
    },
    ["schedule"],
  );
  const asked = Date.parse(coming.value?.at ?? "");
  const future = coming.value?.items.filter((one) => Date.parse(one.from) > asked) ?? [];
  const mine = future.filter((one) => one.user.username === own);
  const others = future.filter((one) => one.user.username !== own);
  const send = async (values: Record<string, string>) => {
    const shift = mine[Number(values["mine"] ?? 0)];
    const [username = "", index = ""] = (values["theirs"] ?? "").split(" ", 2);
    const theirs = others[Number(index)];
    if (!shift) return;
    const made = await call("POST /schedules/{schedule}/swaps", {
      path,
      body: {
        with: username,
        level: shift.level,
        from: shift.from,
        ...(theirs && index !== "" ? { in_return: { level: theirs.level, from: theirs.from } } : {}),
        note: values["swap_note"] ?? "",
      },
    });
    read.again();
    toast(say("swap.asked", { who: made.with.username }), () => {
      void call("POST /schedules/{schedule}/swaps/{id}/withdraw", { path: { ...path, id: made.id } }).finally(
        read.again,
      );
    });
  };
  const people = [...new Set(schedule.layers.flatMap(({ slots }) => slots.flat()))].filter((one) => one !== own);
  const label = (shift: Shift) => `${localOf(Date.parse(shift.from), zone).replace("T", " ")} (${zone})`;
  return (
    <section aria-labelledby="swaps">
      <h2 id="swaps">{say("swap.title")}</h2>
      <Ready read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{say("swap.none")}</p>
          ) : (
            <ul class="list">
              {items.map((swap) => (
                <One key={swap.id} swap={swap} zone={zone}>
                  {swap.state === "open" && mayAsk && swap.with.username === own && (
                    <>
                      <Answer swap={swap} schedule={schedule.id} verb="accept" done={read.again} />
                      <Answer swap={swap} schedule={schedule.id} verb="decline" done={read.again} />
                    </>
                  )}
                  {swap.state === "open" &&
                    mayAsk &&
                    (swap.user.username === own || mayFor(me, "override.manage", schedule.team.id)) && (
                      <Answer swap={swap} schedule={schedule.id} verb="withdraw" done={read.again} />
                    )}
                </One>
              ))}
            </ul>
          )
        }
      </Ready>
      {mayAsk &&
        (coming.value === null ? (
          <Ready read={coming}>{() => null}</Ready>
        ) : mine.length === 0 ? (
          <p class="soft">{say("swap.noShift")}</p>
        ) : (
          <details>
            <summary>{say("swap.new")}</summary>
            <Form go={say("swap.go")} send={send}>
              <p class="field">
                <label for="swap-mine">{say("swap.mine")}</label>
                <select id="swap-mine" name="mine">
                  {mine.map((one, i) => (
                    <option key={one.from} value={String(i)}>
                      {label(one)}
                    </option>
                  ))}
                </select>
              </p>
              <p class="field">
                <label for="swap-theirs">{say("swap.theirs")}</label>
                <select id="swap-theirs" name="theirs">
                  {people.map((one) => (
                    <option key={one} value={one}>
                      {say("swap.nothing", { who: one })}
                    </option>
                  ))}
                  {others.map((one, i) => (
                    <option key={`${one.user.username} ${one.from}`} value={`${one.user.username} ${i}`}>
                      {say("swap.for", { who: one.user.username, shift: label(one) })}
                    </option>
                  ))}
                </select>
              </p>
              <Field label={say("override.note")} name="swap_note" maxLength={1000} />
            </Form>
          </details>
        ))}
    </section>
  );
}

function One({ swap, zone, children }: { swap: Swap; zone: string; children: ComponentChildren }) {
  return (
    <li class="entry">
      <span>
        <strong>{say("swap.who", { user: swap.user.username, with: swap.with.username })}</strong>{" "}
        {say(`swap.state.${swap.state}`)} <span class="soft">{swap.note}</span>
      </span>
      <span class="wrap">
        <When at={swap.from} zone={zone} /> – <When at={swap.until} zone={zone} />
        {swap.in_return && (
          <>
            <br />
            {say("swap.inReturn")} <When at={swap.in_return.from} zone={zone} />
          </>
        )}
      </span>
      <span class="acts">{children}</span>
    </li>
  );
}

function Answer({
  swap,
  schedule,
  verb,
  done,
}: {
  swap: Swap;
  schedule: string;
  verb: "accept" | "decline" | "withdraw";
  done: () => void;
}) {
  return (
    <Deed
      about={swap.user.username}
      done={say(`swap.${verb}.done`)}
      act={async () => {
        try {
          await call(`POST /schedules/{schedule}/swaps/{id}/${verb}`, { path: { schedule, id: swap.id } });
        } finally {
          done();
        }
      }}
    >
      {say(`swap.${verb}`)}
    </Deed>
  );
}
