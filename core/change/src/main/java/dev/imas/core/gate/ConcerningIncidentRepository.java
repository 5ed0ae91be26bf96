package dev.imas.core.gate;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.gate.GateWorld.OpenIncident;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which open incidents with SEV1 or SEV2 concern a deployment: those of the service, and of what it
 * depends on. It awaits, on a virtual thread.
 */
public final class ConcerningIncidentRepository {

  private static final String INCIDENTS =
      """
      WITH RECURSIVE needed AS (
        SELECT $1::uuid AS id
        UNION
        SELECT d.upstream_id FROM needed n JOIN service_dependency d ON d.service_id = n.id)
      SELECT i.id, i.short_id, i.title, i.severity, i.created_at, s.name, s.id = $1 AS is_own
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
       WHERE i.status <> 'RESOLVED' AND i.severity <= 2 AND NOT i.is_test AND i.service_id IN (SELECT id FROM needed)
       ORDER BY i.severity, s.id = $1 DESC, i.created_at, i.id
       LIMIT 20\
      """;

  /** The gravest first, and those of the service itself before others. */
  public List<OpenIncident> read(Tx tx, UUID service) {
    List<OpenIncident> incidents = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(INCIDENTS).execute(tuple(service)).await()) {
      incidents.add(
          new OpenIncident(
              row.getUUID("id"),
              row.getString("short_id"),
              row.getString("title"),
              row.getInteger("severity"),
              instant(row, "created_at"),
              row.getString("name"),
              row.getBoolean("is_own")));
    }
    return incidents;
  }
}
