package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentFacets.Alike;
import dev.imas.core.incident.IncidentFacets.Value;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/** Counts incidents that are alike in all that a list can be narrowed down by. */
final class FacetRepository {

  // Counted from the index before names are looked up: as many rows as there are kinds.
  private static final String ALIKE_AND =
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
                 AND ($4::uuid IS NULL AND $5::text IS NULL
                      OR i.id = ANY (ARRAY (SELECT x.incident_id
                                              FROM tag g JOIN incident_tag x ON x.tenant_id = g.tenant_id AND x.tag_id = g.id
                                             WHERE g.id = $4 OR lower(g.name) = lower($5))))%s
               GROUP BY i.tenant_id, i.status, i.severity, i.service_id) AS c
        JOIN service s ON s.tenant_id = c.tenant_id AND s.id = c.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id\
      """;

  static final String ALIKE = ALIKE_AND.formatted("");

  private static String marked(String plain, String and, IncidentFilter filter) {
    Marked marked = filter.marked();
    return marked == null ? plain : and.formatted(marked.condition());
  }

  /** Of the time of the filter and with its tag, held by a storm or not, whatever else it says. */
  Future<List<Alike>> alike(Tx tx, IncidentFilter filter) {
    return tx.connection()
        .preparedQuery(marked(ALIKE, ALIKE_AND, filter))
        .execute(
            tuple(
                timeOrNull(filter.createdAfter()),
                timeOrNull(filter.createdBefore()),
                filter.held(),
                filter.tagId(),
                filter.tagName()))
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

  // From the links of tags: where there are none, nothing is read.
  private static final String TAGGED_AND =
      """
      SELECT g.name, count(*) AS incidents
        FROM tag g
        JOIN incident_tag x ON x.tenant_id = g.tenant_id AND x.tag_id = g.id
        JOIN incident i ON i.tenant_id = x.tenant_id AND i.id = x.incident_id
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE ($1::timestamptz IS NULL OR i.created_at >= $1)
         AND ($2::timestamptz IS NULL OR i.created_at < $2)
         AND ($3::boolean IS NULL
              OR $3 = (i.status <> 'RESOLVED'
                       AND i.id IN (SELECT c.incident_id
                                      FROM storm_child c
                                      JOIN storm h ON h.tenant_id = c.tenant_id AND h.umbrella_id = c.umbrella_id
                                     WHERE c.released_at IS NULL AND h.closed_at IS NULL)))
         AND ($4::text[] IS NULL OR i.status = ANY ($4))
         AND ($5::smallint[] IS NULL OR i.severity = ANY ($5))
         AND ($6::uuid IS NULL OR s.id = $6)
         AND ($7::text IS NULL OR lower(s.name) = lower($7))
         AND ($8::uuid IS NULL OR t.id = $8)
         AND ($9::text IS NULL OR lower(t.name) = lower($9))%s
       GROUP BY g.id, g.name\
      """;

  static final String TAGGED = TAGGED_AND.formatted("");

  /** How many incidents of the filter have each tag, whatever it says of tags. */
  Future<List<Value>> tagged(Tx tx, IncidentFilter filter) {
    return tx.connection()
        .preparedQuery(marked(TAGGED, TAGGED_AND, filter))
        .execute(
            tuple(
                timeOrNull(filter.createdAfter()),
                timeOrNull(filter.createdBefore()),
                filter.held(),
                filter.statuses(),
                filter.severities(),
                filter.serviceId(),
                filter.serviceName(),
                filter.teamId(),
                filter.teamName()))
        .map(
            rows -> {
              List<Value> tagged = new ArrayList<>();
              rows.forEach(
                  row -> tagged.add(new Value(row.getString("name"), row.getLong("incidents"))));
              return tagged;
            });
  }
}
