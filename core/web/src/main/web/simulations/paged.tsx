import type { Findings, PagedRecipient, Severity, SimulatedRecipient } from "../api/schema";
import { SeverityMark } from "../incidents/marks";
import { Grid } from "../shell/table";
import { Moment } from "../shell/time";
import { channelName } from "../shell/channels";
import { say } from "../words";

/** Who would have been paged, how often and when. */
export function Paged({ found: { paged } }: { found: Findings }) {
  const { recipients, recipients_left_out, incidents, incidents_left_out } = paged;
  return (
    <section aria-labelledby="found-paged">
      <h2 id="found-paged">{say("simulation.paged")}</h2>
      <p class="soft">{say("simulation.paged.about")}</p>
      {recipients.length === 0 ? (
        <p>{say("simulation.pages.none")}</p>
      ) : (
        <Grid
          label={say("simulation.paged")}
          rows={recipients}
          id={({ kind, id }) => `${kind} ${id}`}
          columns={[
            { title: say("simulation.paged.who"), show: (one) => <Who who={one} /> },
            { title: say("simulation.was"), show: ({ replayed }) => <Times times={replayed} /> },
            { title: say("simulation.would"), show: ({ simulated }) => <Times times={simulated} /> },
          ]}
        />
      )}
      {recipients_left_out > 0 && <p>{say("simulation.more", { count: recipients_left_out })}</p>}
      {incidents.length > 0 && (
        <>
          <h3>{say("simulation.paged.incidents")}</h3>
          <Grid
            label={say("simulation.paged.incidents")}
            rows={incidents}
            id={({ opened_at, group_key }) => `${opened_at} ${group_key}`}
            columns={[
              {
                title: say("simulation.field.incident"),
                show: ({ title, opened_at }) => (
                  <>
                    {title}
                    <br />
                    <span class="soft">
                      <Moment at={opened_at} />
                    </span>
                  </>
                ),
              },
              { title: say("simulation.was"), show: ({ was }) => <Whom paged={was} /> },
              { title: say("simulation.would"), show: ({ would }) => <Whom paged={would} /> },
            ]}
          />
        </>
      )}
      {incidents_left_out > 0 && <p>{say("simulation.more", { count: incidents_left_out })}</p>}
    </section>
  );
}

type Named = Pick<SimulatedRecipient, "kind" | "name" | "channel" | "is_gone">;

/** A person by name, a channel with its kind, and whether it is gone by now. */
function Who({ who: { kind, name, channel, is_gone } }: { who: Named }) {
  if (kind === "console") return <>{say("simulation.paged.console")}</>;
  return (
    <>
      {name ?? say("simulation.paged.unknown")}
      {channel !== null && <span class="soft"> {channelName(channel)}</span>}
      {is_gone && name !== null && <span class="soft"> {say("simulation.paged.gone")}</span>}
    </>
  );
}

/** How often by severity, how often at night, and when first. */
function Times({ times: { pages, at_night, first_at, by_severity } }: { times: SimulatedRecipient["replayed"] }) {
  if (first_at === null) return <>{say("simulation.paged.never")}</>;
  return (
    <>
      {say("simulation.paged.times", { count: pages })}
      {at_night !== null && at_night > 0 && <>, {say("simulation.paged.night", { count: at_night })}</>}
      {Object.entries(by_severity).map(([severity, count]) => (
        <span key={severity}>
          <br />
          <SeverityMark severity={severity as Severity} /> {count}
        </span>
      ))}
      <br />
      {say("simulation.paged.first")} <Moment at={first_at} />
    </>
  );
}

function Whom({ paged }: { paged: PagedRecipient[] | null }) {
  if (paged === null) return <>{say("simulation.incident.none")}</>;
  if (paged.length === 0) return <>{say("simulation.opened.untold")}</>;
  return (
    <ul>
      {paged.map((one) => (
        <li key={`${one.kind} ${one.id}`}>
          <Who who={one} /> <Moment at={one.first_at} />
          {one.pages > 1 && <>, {say("simulation.paged.times", { count: one.pages })}</>}
        </li>
      ))}
    </ul>
  );
}
