package dev.imas.core.impact;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.impact.ImpactView.Named;
import dev.imas.core.impact.ImpactView.Open;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the services around an incident, with their open incidents. Only on a virtual thread. */
final class ImpactRepository {

  /** A service, and whose it is. */
  record Known(Named service, String tier, Named team) {}

  /** The open incidents of a service: how many, and the most severe. */
  record OpenOnes(int count, List<Open> worst) {

    static final OpenOnes NONE = new OpenOnes(0, List.of());
  }

  private static final String SERVICES =
      """
      SELECT s.id, s.name, s.tier, t.id AS team_id, t.name AS team
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = ANY ($1)\
      """;

  Map<UUID, Known> services(Tx tx, Collection<UUID> ids) {
    Map<UUID, Known> known = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(SERVICES)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await()) {
      known.put(
          row.getUUID("id"),
          new Known(
              new Named(row.getUUID("id"), row.getString("name")),
              row.getString("tier"),
              new Named(row.getUUID("team_id"), row.getString("team"))));
    }
    return known;
  }

  // Through the index of what is open, of which there is little, and not through all that a service
  // has ever had.
  private static final String OPEN =
      """
      SELECT * FROM (
        SELECT i.service_id, i.id, i.short_id, i.title, i.severity, i.status,
               count(*) OVER (PARTITION BY i.service_id)::int AS open,
               row_number() OVER (PARTITION BY i.service_id ORDER BY i.severity, i.created_at DESC, i.id DESC) AS place
          FROM incident i
         WHERE i.status <> 'RESOLVED' AND NOT i.is_test AND i.service_id = ANY ($1)) AS o
       WHERE o.place <= $2
       ORDER BY o.service_id, o.place\
      """;

  /**
   * @param most how many are read of each service
   */
  Map<UUID, OpenOnes> open(Tx tx, Collection<UUID> services, int most) {
    Map<UUID, List<Open>> worst = new HashMap<>();
    Map<UUID, Integer> counts = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(OPEN)
            .execute(tuple(services.toArray(UUID[]::new), most))
            .await()) {
      UUID service = row.getUUID("service_id");
      counts.put(service, row.getInteger("open"));
      worst
          .computeIfAbsent(service, any -> new ArrayList<>())
          .add(
              new Open(
                  row.getUUID("id"),
                  row.getString("short_id"),
                  row.getString("title"),
                  Severity.of(row.getInteger("severity")),
                  IncidentStatus.valueOf(row.getString("status"))));
    }
    Map<UUID, OpenOnes> open = new HashMap<>();
    worst.forEach(
        (service, of) ->
            open.put(service, new OpenOnes(counts.getOrDefault(service, of.size()), of)));
    return open;
  }
}
