package dev.imas.core.catalog;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads services with their owning teams and these teams' contacts. */
public final class OwnedServiceRepository {

  private static final String SERVICES =
      """
      SELECT s.id, s.name, s.tier, s.runbook_url, s.is_triage, t.id AS team_id, t.name AS team
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = ANY ($1) OR s.is_triage\
      """;

  private static final String CONTACTS =
      """
      SELECT c.team_id, c.id, c.channel, c.address, c.min_severity,
             c.by_matrix OR c.quiet_from IS NOT NULL AS may_wait
        FROM team_contact c
       WHERE c.is_active
         AND c.team_id IN (SELECT s.owner_team_id FROM service s WHERE s.id = ANY ($1) OR s.is_triage)
       ORDER BY c.name, c.id\
      """;

  /** The services with these ids, if they exist, and always the triage service. */
  public Future<Map<UUID, OwnedService>> load(Tx tx, Collection<UUID> ids) {
    UUID[] array = ids.stream().distinct().toArray(UUID[]::new);
    return Pipeline.join(
            List.of(
                tx.connection().preparedQuery(CONTACTS).execute(tuple((Object) array)),
                tx.connection().preparedQuery(SERVICES).execute(tuple((Object) array))))
        .map(found -> services(found.get(1), contacts(found.get(0))));
  }

  private static Map<UUID, List<Contact>> contacts(Iterable<Row> rows) {
    Map<UUID, List<Contact>> byTeam = new HashMap<>();
    for (Row row : rows) {
      byTeam
          .computeIfAbsent(row.getUUID("team_id"), t -> new ArrayList<>())
          .add(
              new Contact(
                  row.getUUID("id"),
                  row.getString("channel"),
                  row.getString("address"),
                  Severity.of(row.getInteger("min_severity")),
                  row.getBoolean("may_wait")));
    }
    return byTeam;
  }

  private static Map<UUID, OwnedService> services(
      Iterable<Row> rows, Map<UUID, List<Contact>> contacts) {
    Map<UUID, OwnedService> services = new HashMap<>();
    for (Row row : rows) {
      services.put(
          row.getUUID("id"),
          new OwnedService(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("tier"),
              row.getString("runbook_url"),
              row.getBoolean("is_triage"),
              row.getString("team"),
              contacts.getOrDefault(row.getUUID("team_id"), List.of())));
    }
    return services;
  }
}
