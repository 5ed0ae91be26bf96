package dev.imas.core.freeze;

import java.util.List;
import java.util.UUID;

/** The ids of what a freeze names. */
record FreezeScope(
    List<UUID> environments,
    List<UUID> services,
    List<UUID> teams,
    List<UUID> exceptServices,
    List<UUID> exceptRepositories) {

  FreezeScope {
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    teams = List.copyOf(teams);
    exceptServices = List.copyOf(exceptServices);
    exceptRepositories = List.copyOf(exceptRepositories);
  }
}
