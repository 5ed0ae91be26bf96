import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { may } from "../session/session";
import { inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { href } from "../shell/router";
import { Ago } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";

type All = Answer<"GET /incidents/{id}/merges">;

/** Where an incident's alerts are since it was merged, and what was merged into it. Nothing where it never was. */
export function Merges({ me, incident, again }: { me: Self; incident: Incident; again: () => void }) {
  const [all, setAll] = useState<All | null>(null);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setAll(await call("GET /incidents/{id}/merges", { path, signal }));
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version,
    { again: false },
  );
  if (all === null || (all.into === null && all.from.length === 0)) return null;
  const undo = async (id: string) => {
    try {
      await call("POST /incidents/{id}/unmerge", { path: { id } });
      toast(say("merge.undone"));
      again();
    } catch (caught) {
      toastFailure(inWords(caught).text);
    }
  };
  const line = (one: All["from"][number], source: string) => (
    <>
      <a href={href(`/incidents/${one.incident.short_id}`)}>
        {one.incident.short_id} {one.incident.title}
      </a>{" "}
      <span class="soft">
        {one.by} · <Ago at={one.at} />
      </span>{" "}
      {one.undo_until !== null && may(me, "incident.edit", incident) && (
        <button
          type="button"
          aria-label={`${say("merge.undo")} ${one.incident.short_id}`}
          onClick={() => void undo(source)}
        >
          {say("merge.undo")}
        </button>
      )}
    </>
  );
  return (
    <section class="panel" aria-labelledby="merges">
      <h2 id="merges">{say(all.into === null ? "merge.from" : "merge.into")}</h2>
      {all.into && <p>{line(all.into, incident.id)}</p>}
      {all.from.length > 0 && (
        <ul>
          {all.from.map((one) => (
            <li key={one.incident.id}>{line(one, one.incident.id)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
