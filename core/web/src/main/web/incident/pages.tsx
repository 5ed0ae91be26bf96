import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { eventName } from "../deliveries/events";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { Loading } from "../shell/loading";
import { Moment } from "../shell/time";
import { channelName, statusName } from "../shell/channels";
import { say } from "../words";
import type { Incident } from "./incident";

type Sent = Answer<"GET /incidents/{id}/pages">["pages"];
type Reasons = Answer<"GET /incidents/{id}/why">["items"];

/** Who was paged, whether it reached them, and why they were paged or were not. */
export function Pages({ incident }: { incident: Incident }) {
  const [found, setFound] = useState<{ pages: Sent; reasons: Reasons } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useLive(
    ["delivery", "incident"],
    async (signal) => {
      try {
        const path = { id: incident.id };
        const [{ pages }, { items }] = await Promise.all([
          call("GET /incidents/{id}/pages", { path, signal }),
          call("GET /incidents/{id}/why", { path, signal }),
        ]);
        setFound({ pages, reasons: items });
        setFailure(null);
        return true;
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
        return signal.aborted;
      }
    },
    incident.id,
    {
      wants: (news) =>
        news.kind === "anew" || news.changes.some((one) => one.id === incident.id || one.incident === incident.id),
      gap: 2_000,
    },
  );
  if (failure !== null) return <Failure failure={failure} />;
  if (found === null) return <Loading />;
  return (
    <>
      {found.pages.length === 0 && <p>{say("incident.pages.none")}</p>}
      <ul class="plain">
        {found.pages.map((page) => (
          <li key={page.delivery}>
            <strong>
              <bdi>{page.name ?? page.address}</bdi>
            </strong>{" "}
            {channelName(page.channel)} · {statusName(page.status)}
            {page.last_answer !== null && <> · {page.last_answer}</>}
            <br />
            <span class="soft">
              <Moment at={page.at} /> · {eventName(page.event)}
            </span>
          </li>
        ))}
      </ul>
      {found.reasons.map((person) => (
        <section key={person.user} aria-label={person.username}>
          <h3>{say(person.paged ? "incident.pages.why" : "incident.pages.whyNot", { name: person.username })}</h3>
          <ol>
            {person.because.map((reason, i) => (
              <li key={i}>{reason}</li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
