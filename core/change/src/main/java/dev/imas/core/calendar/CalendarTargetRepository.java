package dev.imas.core.calendar;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.CalendarRange.Environment;
import dev.imas.core.platform.Tx;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what a calendar is asked for. It awaits, on a virtual thread. */
final class CalendarTargetRepository {

  private static final String TIER = "SELECT tier FROM environment WHERE id = $1";

  Optional<Environment> environment(Tx tx, UUID id) {
    return tx.connection().preparedQuery(TIER).execute(tuple(id)).await().stream()
        .findFirst()
        .map(row -> new Environment(id, EnvironmentTier.of(row.getInteger("tier"))));
  }

  private static final String SERVICES = "SELECT id FROM service WHERE owner_team_id = $1";

  /** Those that the team owns. */
  Set<UUID> services(Tx tx, UUID team) {
    Set<UUID> services = new HashSet<>();
    tx.connection()
        .preparedQuery(SERVICES)
        .execute(tuple(team))
        .await()
        .forEach(row -> services.add(row.getUUID("id")));
    return services;
  }

  private static final String OWNER = "SELECT owner_team_id FROM service WHERE id = $1";

  Optional<UUID> owner(Tx tx, UUID service) {
    return tx.connection().preparedQuery(OWNER).execute(tuple(service)).await().stream()
        .findFirst()
        .map(row -> row.getUUID("owner_team_id"));
  }
}
