package dev.imas.core.intake;

import java.util.Set;
import java.util.UUID;

/**
 * What a plan was missing. Most plans need nothing more, as for alerts that join open incidents, so
 * it is not loaded ahead. A plan that needs something is made again with it.
 *
 * @param alerts alerts whose texts are needed
 * @param services services that are needed, together with the triage service
 * @param incidents how many incidents will be opened, each with a short id
 * @param mayFlap incidents of which it must be known how often they came back
 */
public record IntakeNeeds(Set<UUID> alerts, Set<UUID> services, int incidents, Set<UUID> mayFlap) {

  public static final IntakeNeeds NOTHING = new IntakeNeeds(Set.of(), Set.of(), 0, Set.of());

  public IntakeNeeds {
    alerts = Set.copyOf(alerts);
    services = Set.copyOf(services);
    mayFlap = Set.copyOf(mayFlap);
  }

  boolean isNothing() {
    return alerts.isEmpty() && services.isEmpty() && incidents == 0 && mayFlap.isEmpty();
  }
}
