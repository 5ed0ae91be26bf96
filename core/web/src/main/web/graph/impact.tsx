import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Incident } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { StatusMark } from "../incidents/status-mark";
import { useLive } from "../shell/feed";
import { href } from "../shell/router";
import { say } from "../words";

type Around = Answer<"GET /incidents/{id}/impact">;
type Line = Around["affected"][number];

/** What may have caused an incident, and who suffers, by what services depend on. Nothing where no service does. */
export function Impact({ incident }: { incident: Incident }) {
  const [around, setAround] = useState<Around | null>(null);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setAround(await call("GET /incidents/{id}/impact", { path, signal }));
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.service.id,
    { gap: 5_000 },
  );
  if (around === null || (around.likely_causes.length === 0 && around.affected.length === 0)) return null;
  return (
    <section class="panel" aria-labelledby="impact">
      <h2 id="impact">{say("impact")}</h2>
      {around.likely_causes.length > 0 && (
        <>
          <h3>{say("impact.causes")}</h3>
          <Lines of={around.likely_causes} />
        </>
      )}
      {around.affected.length > 0 && (
        <details open={around.affected.some((one) => one.open_count > 0)}>
          <summary>{say("impact.affected", { count: around.affected.length })}</summary>
          <Lines of={around.affected} />
        </details>
      )}
      {around.is_cut && <p class="soft">{say("impact.cut")}</p>}
    </section>
  );
}

function Lines({ of }: { of: Line[] }) {
  return (
    <ul class="plain">
      {of.map((one) => (
        <li key={one.service.id}>
          <strong>{one.service.name}</strong>{" "}
          <span class="soft">
            {say(`impact.tier.${one.tier}`)} · {one.owner_team.name} · {say("impact.path", { path: pathOf(one) })}
          </span>
          {one.open_count > 0 && (
            <ul class="plain">
              {one.open_incidents.map((open) => (
                <li key={open.id} class="row">
                  <SeverityMark severity={open.severity} /> <StatusMark status={open.status} />
                  <a href={href(`/incidents/${open.short_id}`)}>{open.short_id}</a> <bdi>{open.title}</bdi>
                </li>
              ))}
              {one.open_count > one.open_incidents.length && (
                <li class="soft">{say("impact.more", { count: one.open_count - one.open_incidents.length })}</li>
              )}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function pathOf(line: Line): string {
  return line.path.map(({ name }) => name).join(" → ");
}
