package dev.imas.core.freeze;

import dev.imas.core.freeze.FreezeView.Named;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.PlannedTimes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A freeze as it is stored.
 *
 * @param isLimited whether it concerns only its services and those of its teams
 */
record Freeze(
    UUID id,
    String name,
    String description,
    PlannedTimes times,
    List<EnvironmentTier> tiers,
    List<Named> environments,
    List<Named> services,
    List<Named> teams,
    List<Named> exceptServices,
    List<Named> exceptRepositories,
    boolean observes,
    boolean emergencies,
    boolean isLimited,
    boolean isActive,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  Freeze {
    tiers = List.copyOf(tiers);
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    teams = List.copyOf(teams);
    exceptServices = List.copyOf(exceptServices);
    exceptRepositories = List.copyOf(exceptRepositories);
  }
}
