import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { DeadLetter, DeadLetterDetail } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { announce } from "../shell/announce";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { place } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { inWords } from "../shell/failure";
import { say } from "../words";

const AT_ONCE = 200;

/** What was accepted and could not be read: with its bytes and its reason, to be read again once that is mended. */
export function DeadLetters({ me }: PageProps) {
  const [open, setOpen] = useState<DeadLetterDetail | null>(null);
  const [turn, setTurn] = useState(0);
  const mayReplay = me.permissions.includes("dead_letter.replay");
  const look = async ({ id }: DeadLetter) => setOpen(await call("GET /dead-letters/{id}", { path: { id } }));
  const replay = async (id: string) => {
    await call("POST /dead-letters/{id}/replay", { path: { id } });
    setTurn((before) => before + 1);
  };
  return (
    <Managed me={me} title={say("manage.letters")}>
      {mayReplay && (
        <Deed act={() => replayAll().finally(() => setTurn((before) => before + 1))}>{say("letters.all")}</Deed>
      )}
      <Table
        label={say("manage.letters")}
        none={say("letters.none")}
        turn={turn}
        filters={[
          { name: "source", title: say("ledger.source") },
          {
            name: "kind",
            title: say("letter.kind"),
            choices: (["element", "rejected", "body"] as const).map((one) => [one, say(`letter.kind.${one}`)]),
          },
          {
            name: "replayed",
            title: say("letter.replayed"),
            choices: [
              ["false", say("no")],
              ["true", say("yes")],
            ],
          },
        ]}
        read={(query, signal) => call("GET /dead-letters", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("letter.at"), show: ({ at }) => <Moment at={at} /> },
          { title: say("ledger.source"), show: ({ source }) => source.name ?? source.id },
          { title: say("letter.kind"), show: ({ kind }) => say(`letter.kind.${kind}`) },
          { title: say("letter.reason"), show: ({ reason }) => reason },
          {
            title: say("letter.replayed"),
            show: (one) => (one.replayed_at ? <Moment at={one.replayed_at} /> : say("no")),
          },
        ]}
        acts={(one) => (
          <>
            <Deed about={one.id} act={() => look(one)}>
              {say("letter.look")}
            </Deed>
            {mayReplay && one.replayed_at === null && (
              <Deed about={one.id} done={say("letter.replay.done")} act={() => replay(one.id)}>
                {say("letter.replay")}
              </Deed>
            )}
          </>
        )}
      />
      {open && <Letter letter={open} close={() => setOpen(null)} />}
    </Managed>
  );
}

/** One after the other, so that a gateway is not asked for everything at once; stops where a gateway does not answer. */
async function replayAll(): Promise<void> {
  const { query } = place();
  const filters = { source: query.get("source") ?? "", kind: query.get("kind") ?? "", replayed: "false" };
  const { items } = await call("GET /dead-letters", { query: { ...filters, limit: AT_ONCE } });
  let done = 0;
  let refused = 0;
  let why = "";
  for (const { id } of items) {
    try {
      await call("POST /dead-letters/{id}/replay", { path: { id } });
      done++;
    } catch (failure) {
      refused++;
      why = inWords(failure).text;
      if (!isAboutTheLetter(failure)) break;
    }
    announce(say("letters.progress", { done: done + refused, count: items.length }));
  }
  toast(say("letters.all.done", { done, count: items.length }));
  if (refused > 0) toastFailure(say("letters.all.left", { count: items.length - done, why }));
}

function isAboutTheLetter(failure: unknown): boolean {
  return typeof failure === "object" && failure !== null && [409, 422].includes(Number(Reflect.get(failure, "status")));
}

function Letter({ letter, close }: { letter: DeadLetterDetail; close: () => void }) {
  return (
    <Dialog title={say("letter.title")} close={close} wide>
      <p>{letter.reason}</p>
      <p class="soft">
        {letter.dialect} · {letter.pointer || "/"} · {letter.content_type ?? ""} ·{" "}
        {say("letter.size", { count: letter.body_size })}
      </p>
      <pre class="code" tabIndex={0} role="region" aria-label={say("letter.bytes")}>
        {letter.body_text ?? letter.body_base64}
      </pre>
    </Dialog>
  );
}
