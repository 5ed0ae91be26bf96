import { channelName } from "../shell/channels";
import { Flags } from "../alert/flags";
import { Steps, To } from "../alert/steps";
import type { TriedBody, TriedBodyAlert, TriedEvent, Would } from "../api/schema";
import { hiddenInWords } from "../alerts/marks";
import { SeverityMark } from "../incidents/marks";
import { locale, say } from "../words";

/** What a body would become: each alert with its way, what it would do, and whom that would call. */
export function Tried({ tried }: { tried: TriedBody }) {
  const number = (value: number) => value.toLocaleString(locale());
  return (
    <>
      <p>
        {say("rules.try.read", { dialect: tried.dialect, path: tried.path, count: number(tried.alert_count) })}{" "}
        {tried.alert_count > tried.alerts.length && say("rules.try.first", { count: number(tried.alerts.length) })}
      </p>
      {tried.truncated_by_sender > 0 && (
        <p>{say("rules.try.truncated", { count: number(tried.truncated_by_sender) })}</p>
      )}
      {tried.dead_letter_count > 0 && (
        <>
          <p class="fault">{say("rules.try.broken", { count: number(tried.dead_letter_count) })}</p>
          <ul>
            {tried.dead_letters.map(({ pointer, reason }) => (
              <li key={pointer}>
                <code>{pointer}</code> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {tried.event_count > 0 && (
        <>
          <p>{say("rules.try.events", { count: number(tried.event_count) })}</p>
          <ul>
            {tried.events.map((event, i) => (
              <li key={i}>
                {eventInWords(event)} <span class="soft">{[event.author, event.note].filter(Boolean).join(" · ")}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {tried.unmatched_pointers.length > 0 && (
        <details>
          <summary>{say("rules.try.unmatched")}</summary>
          <ul>
            {tried.unmatched_pointers.map((pointer) => (
              <li key={pointer}>
                <code>{pointer}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <ol class="tree">
        {tried.alerts.map((alert, i) => (
          <One key={i} alert={alert} version={tried.rule_set_version} />
        ))}
      </ol>
    </>
  );
}

function eventInWords({ disposition, action, title }: TriedEvent): string {
  switch (action) {
    case "acknowledge":
      return say("rules.try.event.acknowledge", { title });
    case "note":
      return say("rules.try.event.note", { title });
    case "unacknowledge":
      return say("rules.try.event.unacknowledge", { title });
    case "update":
      return say("rules.try.event.update", { title });
    case null:
      return disposition === "change"
        ? say("rules.try.event.change", { title })
        : say("rules.try.event.dropped", { title });
  }
}

function One({ alert, version }: { alert: TriedBodyAlert; version: number | null }) {
  return (
    <li>
      <SeverityMark severity={alert.severity} /> <strong>{alert.name}</strong>{" "}
      {say(alert.status === "firing" ? "rules.try.firing" : "rules.try.recovery")}
      <Flags flags={alert.flags} details={alert.details} />
      <ul>
        <Steps explanation={alert.routing} version={version} />
        <Becomes would={alert.would} />
        <li>
          <details>
            <summary>{say("rules.try.labels")}</summary>
            <pre class="text">{JSON.stringify(alert.labels, null, 2)}</pre>
          </details>
        </li>
      </ul>
    </li>
  );
}

function Becomes({ would: { outcome, incident, hidden_by, pages } }: { would: Would }) {
  return (
    <>
      <li>
        <strong>{say(`tried.${outcome}`)}</strong>{" "}
        {incident && <To path={`/incidents/${incident.short_id}`} text={incident.short_id} />}
        {hidden_by.length > 0 && (
          <ul>
            {hidden_by.map(({ kind, id }) => (
              <li key={id}>
                {hiddenInWords(kind)} <code>{id}</code>
              </li>
            ))}
          </ul>
        )}
      </li>
      {pages && (
        <li>
          {pages.channels.length > 0
            ? say("tried.tells", { channels: pages.channels.map(channelName).join(", ") })
            : say("tried.tells.nobody")}
          {pages.escalation && <> {say("tried.escalates", { policy: pages.escalation.policy })}</>}
        </li>
      )}
    </>
  );
}
