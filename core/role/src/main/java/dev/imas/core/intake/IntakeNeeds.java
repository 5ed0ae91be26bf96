package dev.imas.core.intake;

import java.util.Set;
import java.util.UUID;

/**
 * What a plan would have had to know and did not, since most plans need none of it: repeats into
 * open incidents. One that needs something is made again with it.
 *
 * @param alerts whose words are needed
 * @param services to be named; the triage service is needed with them
 * @param incidents how many are to be opened, each with a short id
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
