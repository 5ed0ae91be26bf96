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
 */
public record IntakeNeeds(Set<UUID> alerts, Set<UUID> services, int incidents) {

  public static final IntakeNeeds NOTHING = new IntakeNeeds(Set.of(), Set.of(), 0);

  public IntakeNeeds {
    alerts = Set.copyOf(alerts);
    services = Set.copyOf(services);
  }

  boolean isNothing() {
    return alerts.isEmpty() && services.isEmpty() && incidents == 0;
  }
}
