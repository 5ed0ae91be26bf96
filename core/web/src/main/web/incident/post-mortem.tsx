import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { go, href } from "../shell/router";
import { Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { dutyOf, type Head, STATES, tone } from "../postmortems/post-mortem";
import type { Incident } from "./incident";

/** Begins the post-mortem of an incident, and goes there; to the one that there is, if there is one. */
export async function openPostMortem(incident: Incident): Promise<void> {
  try {
    await call("POST /incidents/{id}/post-mortem", { path: { id: incident.id }, body: {} });
    toast(say("postmortem.started"));
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 409)) {
      toastFailure(inWords(failure).text);
      return;
    }
  }
  go(`/post-mortems/${incident.short_id}`);
}

/** The line that leads to an incident's post-mortem, with why and by when there must be one. */
export function PostMortemLine({ incident }: { incident: Incident }) {
  const [found, setFound] = useState<Head | null>(null);
  useLive(
    ["incident"],
    async (signal) => {
      try {
        const query = { incident: incident.id, state: STATES, limit: 1 };
        setFound((await call("GET /post-mortems", { query, signal })).items[0] ?? null);
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version + incident.timeline.length,
    { again: false },
  );
  if (found === null) return null;
  const why = dutyOf(found);
  return (
    <p class="panel">
      <a href={href(`/post-mortems/${incident.short_id}`)}>{say("postmortem.one")}</a>{" "}
      <span class={`pill ${tone(found)}`}>{say(`postmortem.state.${found.state}`)}</span>{" "}
      {why !== null && <span class="soft">{say("postmortem.required", { why })}</span>}
      {found.due_at !== null && found.published === null && found.state !== "not_needed" && !found.is_suspended && (
        <>
          {" · "}
          {say(found.is_overdue ? "postmortem.was_due" : "postmortem.due.on")} <Moment at={found.due_at} />
        </>
      )}
    </p>
  );
}
