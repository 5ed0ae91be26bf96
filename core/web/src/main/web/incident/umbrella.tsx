import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { StatusMark } from "../incidents/status-mark";
import { may } from "../session/session";
import { Deed } from "../shell/deed";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { href } from "../shell/router";
import { say } from "../words";
import type { Incident } from "./incident";

type Storm = Answer<"GET /storms/{id}">;
type Child = Answer<"GET /storms/{id}/incidents">["items"][number];

const SHOWN = 100;

/** What an umbrella stands for: the incidents that it holds, and the way to have people told of them. */
export function Umbrella({ incident, me }: { incident: Incident; me: Self }) {
  const [found, setFound] = useState<{ storm: Storm; children: Child[] } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        const [storm, { items }] = await Promise.all([
          call("GET /storms/{id}", { path, signal }),
          call("GET /storms/{id}/incidents", { path, query: { held: "true", limit: SHOWN }, signal }),
        ]);
        setFound({ storm, children: items });
        setFailure(null);
        return true;
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
        return signal.aborted;
      }
    },
    `${incident.id} ${turn}`,
    { gap: 2_000 },
  );
  const mayRelease = incident.is_open && may(me, "incident.acknowledge", incident);
  const release = async (incidents?: string[]) => {
    await call("POST /storms/{id}/release", { path, body: incidents ? { incidents } : {} });
    setTurn((before) => before + 1);
  };
  return (
    <section class="panel" aria-labelledby="storm">
      <h2 id="storm">{say("incident.storm.holds")}</h2>
      {failure !== null && <Failure failure={failure} />}
      {found && (
        <>
          <p class="soft">
            {say(`incident.storm.${found.storm.state}`)}{" "}
            {say("incident.storm.counts", { held: found.storm.incidents.held, all: found.storm.incidents.all })}
            {found.storm.escalation_policy !== null && (
              <>
                {" "}
                <a href={href(`/policies/${found.storm.escalation_policy.id}`)}>
                  {say("incident.storm.follows", { policy: found.storm.escalation_policy.name })}
                </a>
              </>
            )}
          </p>
          {mayRelease && found.children.length > 0 && (
            <p>
              <Deed done={say("incident.storm.released")} act={() => release()}>
                {say("incident.storm.releaseAll")}
              </Deed>
            </p>
          )}
          <ul class="plain">
            {found.children.map((child) => (
              <li key={child.id} class="row">
                <SeverityMark severity={child.severity} /> <StatusMark status={child.status} />
                <a href={href(`/incidents/${child.short_id}`)}>{child.short_id}</a> <bdi>{child.title}</bdi>{" "}
                <span class="soft">{child.service.name}</span>
                {mayRelease && child.release_asked_by === null && (
                  <Deed
                    about={child.short_id}
                    done={say("incident.storm.released")}
                    act={() => release([child.short_id])}
                  >
                    {say("incident.storm.release")}
                  </Deed>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
