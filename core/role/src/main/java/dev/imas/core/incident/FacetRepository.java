package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentFacets.Alike;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/** Counts incidents that are alike in all that a list can be narrowed down by. */
final class FacetRepository {

  // Counted from the index before names are looked up: as many rows as there are kinds.
  static final String ALIKE =
      """
      SELECT c.status, c.severity, c.incidents, s.id AS service_id, s.name AS service, t.id AS team_id, t.name AS team
        FROM (SELECT i.tenant_id, i.status, i.severity, i.service_id, count(*) AS incidents
                FROM incident i
               WHERE ($1::timestamptz IS NULL OR i.created_at >= $1)
                 AND ($2::timestamptz IS NULL OR i.created_at < $2)
                 AND ($3::boolean IS NULL
                      OR $3 = (i.status <> 'RESOLVED'
                               AND i.id IN (SELECT c.incident_id
                                              FROM storm_child c
                                              JOIN storm h ON h.tenant_id = c.tenant_id AND h.umbrella_id = c.umbrella_id
                                             WHERE c.released_at IS NULL AND h.closed_at IS NULL)))
               GROUP BY i.tenant_id, i.status, i.severity, i.service_id) AS c
        JOIN service s ON s.tenant_id = c.tenant_id AND s.id = c.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id\
      """;

  /** Of the time of the filter, held by a storm or not, whatever else it says. */
  Future<List<Alike>> alike(Tx tx, IncidentViews.Filter filter) {
    return tx.connection()
        .preparedQuery(ALIKE)
        .execute(
            tuple(
                timeOrNull(filter.createdAfter()),
                timeOrNull(filter.createdBefore()),
                filter.held()))
        .map(
            rows -> {
              List<Alike> alike = new ArrayList<>();
              for (Row row : rows) {
                alike.add(
                    new Alike(
                        IncidentStatus.valueOf(row.getString("status")),
                        Severity.of(row.getInteger("severity")),
                        row.getUUID("service_id"),
                        row.getString("service"),
                        row.getUUID("team_id"),
                        row.getString("team"),
                        row.getLong("incidents")));
              }
              return alike;
            });
  }
}
