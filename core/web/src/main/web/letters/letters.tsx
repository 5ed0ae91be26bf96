import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { DeadLetter, DeadLetterDetail } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { usePlace } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";
import { matching, type Matching, ReplayAll } from "./replay-all";

/** What was accepted and could not be read: with its bytes and its reason, to be read again once that is mended. */
export function DeadLetters({ me }: PageProps) {
  const [open, setOpen] = useState<DeadLetterDetail | null>(null);
  const [all, setAll] = useState<Matching | null>(null);
  const [turn, setTurn] = useState(0);
  const { query } = usePlace();
  const mayReplay = me.permissions.includes("dead_letter.replay");
  const look = async ({ id }: DeadLetter) => setOpen(await call("GET /dead-letters/{id}", { path: { id } }));
  const replay = async (id: string) => {
    await call("POST /dead-letters/{id}/replay", { path: { id } });
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.letters")}
      actions={
        mayReplay && (
          <button type="button" onClick={() => setAll(matching(query))}>
            {say("letters.all")}
          </button>
        )
      }
    >
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
          { name: "reason", title: say("letter.reason") },
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
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
      {all && (
        <ReplayAll
          matching={all}
          close={() => {
            setAll(null);
            setTurn((before) => before + 1);
          }}
        />
      )}
    </Managed>
  );
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
