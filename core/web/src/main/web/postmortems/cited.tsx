import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { TimelineLine } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { Check } from "../shell/inputs";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { PostMortem } from "./post-mortem";

const MOST = 500;

/** The entries of the incident that it cites. They are chosen, and not written. */
export function CitedEntries({
  of,
  mayEdit,
  changed,
}: {
  of: PostMortem;
  mayEdit: boolean;
  changed: () => Promise<void>;
}) {
  const [isChoosing, setChoosing] = useState(false);
  const { entries } = of.timeline;
  return (
    <section class="panel" aria-labelledby="cited">
      <h2 id="cited">
        {say("postmortem.timeline")}
        {mayEdit && (
          <button type="button" class="quiet" onClick={() => setChoosing(true)}>
            {say("postmortem.cite")}
          </button>
        )}
      </h2>
      {entries.length === 0 && <p class="soft">{say("postmortem.cited.none")}</p>}
      <ul class="list">
        {entries.map((entry) => (
          <li key={entry.seq} class="entry">
            <span>
              {entry.message || say("postmortem.cited.gone")}{" "}
              <a href={href(`/incidents/${of.incident.short_id}`)}>#{entry.seq}</a>
              <span class="soft"> {entry.author}</span>
            </span>
            <Moment at={entry.at} />
          </li>
        ))}
      </ul>
      {isChoosing && (
        <Choosing
          of={of}
          done={async () => {
            await changed();
            setChoosing(false);
          }}
          close={() => setChoosing(false)}
        />
      )}
    </section>
  );
}

function seqOf({ id }: TimelineLine): number {
  return Number(id.slice(id.lastIndexOf(":") + 1));
}

function Choosing({ of, done, close }: { of: PostMortem; done: () => Promise<void>; close: () => void }) {
  const [chosen, setChosen] = useState(() => new Set(of.timeline.entries.map(({ seq }) => seq)));
  // As it was when the choice began: what others choose meanwhile is not lost.
  const [revision] = useState(of.timeline.revision);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const read = useRead(`timeline ${of.incident.id}`, (signal) =>
    call("GET /incidents/{id}/timeline", { path: { id: of.incident.id }, query: { limit: MOST }, signal }),
  );
  const save = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await call("PUT /incidents/{id}/post-mortem/citations", {
        path: { id: of.incident.id },
        version: revision,
        body: { entries: [...chosen] },
      });
      await done();
      toast(say("postmortem.cited.saved", { count: chosen.size }));
    } catch (failure) {
      setFault(inWords(failure).text);
      setBusy(false);
    }
  };
  return (
    <Dialog title={say("postmortem.cite")} close={close} drawer>
      <Ready read={read}>
        {({ items }) => (
          <>
            {items.map((line) => (
              <Check
                key={line.id}
                label={`#${seqOf(line)} ${line.created_by}: ${line.message}`}
                is={chosen.has(seqOf(line))}
                set={(is) => {
                  const next = new Set(chosen);
                  if (is) next.add(seqOf(line));
                  else next.delete(seqOf(line));
                  setChosen(next);
                }}
              />
            ))}
            <p role="alert" class="fault">
              {fault}
            </p>
            <button type="button" class="primary" aria-disabled={busy} onClick={() => void save()}>
              {say("postmortem.cite.save", { count: chosen.size })}
            </button>
          </>
        )}
      </Ready>
    </Dialog>
  );
}
