package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what services, teams and causes are called. On a virtual thread. */
final class FigureNameRepository {

  private static final String CAUSES =
      """
      SELECT c.id, c.key, coalesce(p.label || ' › ', '') || c.label AS name
        FROM cause c LEFT JOIN cause p ON p.tenant_id = c.tenant_id AND p.id = c.parent_id\
      """;

  /** A cause, and what it is called with what it is part of. */
  record NamedCause(String key, String name) {}

  /** All causes, also archived ones. */
  Map<UUID, NamedCause> causes(Tx tx) {
    Map<UUID, NamedCause> names = new HashMap<>();
    tx.connection()
        .preparedQuery(CAUSES)
        .execute()
        .await()
        .forEach(
            row ->
                names.put(
                    row.getUUID("id"),
                    new NamedCause(row.getString("key"), row.getString("name"))));
    return names;
  }

  /** Something with a name. */
  record Named(UUID id, String name) {}

  record OwnedService(Named service, Named team) {

    /** A service that was deleted since its incidents were removed. */
    static OwnedService gone(UUID id) {
      return new OwnedService(new Named(id, "deleted service"), new Named(id, "deleted service"));
    }
  }

  private static final String SERVICES =
      """
      SELECT s.id, s.name, t.id AS team_id, t.name AS team_name
        FROM service s JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.tenant_id = current_tenant() AND ($1::uuid[] IS NULL OR s.id = ANY ($1))\
      """;

  /** All services with the teams that own them now. */
  Map<UUID, OwnedService> services(Tx tx) {
    return services(tx, (UUID[]) null);
  }

  /** These services with the teams that own them now. */
  Map<UUID, OwnedService> services(Tx tx, Collection<UUID> ids) {
    return services(tx, ids.toArray(UUID[]::new));
  }

  private static Map<UUID, OwnedService> services(Tx tx, UUID @Nullable [] ids) {
    Map<UUID, OwnedService> found = new HashMap<>();
    tx.connection()
        .preparedQuery(SERVICES)
        .execute(tuple((Object) ids))
        .await()
        .forEach(
            row ->
                found.put(
                    row.getUUID("id"),
                    new OwnedService(
                        new Named(row.getUUID("id"), row.getString("name")),
                        new Named(row.getUUID("team_id"), row.getString("team_name")))));
    return found;
  }
}
