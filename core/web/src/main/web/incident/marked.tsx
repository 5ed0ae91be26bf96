import { Icon } from "../shell/icon";
import { WARNING } from "../shell/icons";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { say } from "../words";
import type { Incident } from "./incident";

/** What must be known before anything else: that it is a test, or that nobody could be found to be told, and what to do then. */
export function Marked({ incident }: { incident: Incident }) {
  const { unrouted, service, team } = incident;
  return (
    <>
      {incident.is_test && (
        <section class="banner ok" aria-label={say("incident.test")}>
          <p>
            <strong>{say("incident.test")}</strong> {say("incident.test.about")}
          </p>
        </section>
      )}
      {unrouted !== null && (
        <section class="banner bad" aria-label={say("incident.unrouted")}>
          <Icon of={WARNING} />
          <p>
            <strong>{say("incident.unrouted.nobody")}</strong> {unrouted.reason} · <Moment at={unrouted.since} />{" "}
            {service.is_triage ? (
              <a href={href("/services")}>{say("incident.unrouted.triage")}</a>
            ) : (
              <a href={href("/teams")}>{say("incident.unrouted.team", { team: team.name })}</a>
            )}{" "}
            · <a href={href("/notification-settings")}>{say("incident.unrouted.fallback")}</a>
          </p>
        </section>
      )}
    </>
  );
}
