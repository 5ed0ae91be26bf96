package dev.imas.core.policy;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a question about a policy is asked of. */
final class QuestionRepository {

  /**
   * @param severity of an incident; null for a service
   * @param labels of the alert that opened the incident
   * @param scopes of the incident
   */
  record About(
      UUID service,
      UUID team,
      String teamName,
      @Nullable Severity severity,
      Labels labels,
      Set<UUID> scopes) {}

  private static final String SERVICE =
      """
      SELECT s.id, t.id AS team_id, t.name, NULL::smallint AS severity, NULL::text AS labels, '{}'::uuid[] AS scopes
        FROM service s JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = $1\
      """;

  private static final String INCIDENT =
      """
      SELECT s.id, t.id AS team_id, t.name, i.severity,
             (SELECT o.labels FROM incident_opening o WHERE o.tenant_id = i.tenant_id AND o.incident_id = i.id) AS labels,
             ARRAY (SELECT x.scope_id FROM incident_scope x WHERE x.incident_id = i.id) AS scopes
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE i.id = $1\
      """;

  /** Of a service that exists. */
  About service(Tx tx, UUID id) {
    return read(tx, SERVICE, id);
  }

  /** Of an incident that exists. */
  About incident(Tx tx, UUID id) {
    return read(tx, INCIDENT, id);
  }

  private static About read(Tx tx, String sql, UUID id) {
    Iterator<Row> rows = tx.connection().preparedQuery(sql).execute(tuple(id)).await().iterator();
    Row row = rows.next();
    Integer severity = row.getInteger("severity");
    String labels = row.getString("labels");
    return new About(
        row.getUUID("id"),
        row.getUUID("team_id"),
        row.getString("name"),
        severity == null ? null : Severity.of(severity),
        labels == null ? Labels.EMPTY : Labels.of(Json.readTexts(labels)),
        Set.of(row.getArrayOfUUIDs("scopes")));
  }
}
