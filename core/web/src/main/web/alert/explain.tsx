import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Explained } from "../api/schema";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { Loading } from "../shell/loading";
import { Moment } from "../shell/time";
import { channelName, statusName } from "../shell/channels";
import { eventName } from "../deliveries/events";
import { say } from "../words";
import { Flags } from "./flags";
import { Steps, To } from "./steps";
import { differs } from "./tree";

/** Why an alert went where it did: what was decided, by which rule, and what followed. */
export function Why({ fingerprint }: { fingerprint: string }) {
  const [why, setWhy] = useState<Explained | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  // The server explains one alert at a time, so it is not asked again by itself.
  useLive(
    [],
    async (signal) => {
      try {
        setWhy(await call("GET /alerts/{fingerprint}/explain", { path: { fingerprint }, signal }));
        setFailure(null);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    fingerprint + tries,
    { again: false },
  );
  if (failure !== null) return <Failure failure={failure} again={() => setTries(tries + 1)} />;
  if (why === null) return <Loading />;
  const version = why.decided.rule_set_version;
  return (
    <>
      {why.remarks.map(
        // That it would go elsewhere today is said beside the rules.
        (one) =>
          one !== "routed_differently" && (
            <p key={one} class="banner info">
              {say(`alert.why.${one}`)}
            </p>
          ),
      )}
      <Flags flags={why.flags} details={why.alert.details} />
      <ul class="tree">
        <li>
          {version === 0 ? (
            say("alert.why.norules")
          ) : (
            <To path={`/rules?version=${version}`} text={say("alert.why.version", { version })} />
          )}
          {why.explanation && (
            <ul>
              {differs(why) && <li class="soft">{say("alert.why.today")}</li>}
              <Steps explanation={why.explanation} version={version} />
            </ul>
          )}
        </li>
        <li>
          {say("alert.why.incident")}{" "}
          {why.incident ? (
            <To path={`/incidents/${why.incident.short_id}`} text={why.incident.short_id} />
          ) : (
            say("alerts.incident.none")
          )}
          <ul>
            <li>
              <To
                path={`/services/${why.decided.service.id}`}
                text={say("alert.why.policy", { service: why.decided.service.name ?? say("alerts.service.gone") })}
              />
            </li>
          </ul>
        </li>
        <li>
          {why.held_by !== null && (
            <To
              path={`/incidents/${why.held_by.short_id}`}
              text={say("alert.why.held", { storm: why.held_by.short_id })}
            />
          )}{" "}
          {why.deliveries.length === 0 ? say("alert.why.nobody") : say("alert.why.told")}
          <ul>
            {why.deliveries.map((delivery) => (
              <li key={delivery.id}>
                <To path={`/deliveries/${delivery.id}`} text={`${channelName(delivery.channel)} ${delivery.address}`} />{" "}
                <span class="soft">
                  {eventName(delivery.event)} · {statusName(delivery.status)} · <Moment at={delivery.created_at} />
                  {delivery.last_error !== null && <> · {delivery.last_error}</>}
                </span>
              </li>
            ))}
          </ul>
        </li>
      </ul>
      <h2>{say("alert.changes")}</h2>
      <ol class="timeline">
        {why.transitions.map((one) => (
          <li key={one.seq}>
            <Moment at={one.at} />{" "}
            <span>
              {one.kind} · {one.severity.slice(0, 4)}
              {one.prior_severity !== null && ` (${one.prior_severity.slice(0, 4)})`}
            </span>{" "}
            <span class="soft">
              {say("alert.episode", { number: one.episode })} ·{" "}
              {say("alert.why.version", { version: one.rule_set_version })}
              {one.receipt !== null && <> · {say("alert.receipt", { id: one.receipt })}</>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
