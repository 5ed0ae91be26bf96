package dev.imas.core.incidentreport;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incidentreport.IncidentReport.Action;
import dev.imas.core.incidentreport.IncidentReport.Update;
import dev.imas.core.incidentreport.IncidentReport.Value;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a report says of an incident besides the incident itself. On a virtual thread. */
final class IncidentReportRepository {

  private static final int MOST = 200;

  /**
   * Single facts.
   *
   * @param language of the tenant's messages
   * @param hasOpenDuty whether the law still demands a report of it
   * @param impact Markdown, from its post-mortem
   */
  record Facts(
      String language,
      List<String> scopes,
      boolean hasOpenDuty,
      @Nullable String cause,
      @Nullable Instant impactStartedAt,
      @Nullable Instant impactEndedAt,
      @Nullable String impact) {
    Facts {
      scopes = List.copyOf(scopes);
    }
  }

  private static final String FACTS =
      """
      SELECT coalesce((SELECT n.language FROM message_wording n), 'en') AS language,
             ARRAY (SELECT s.name FROM incident_scope i JOIN impact_scope s ON s.tenant_id = i.tenant_id AND s.id = i.scope_id
                     WHERE i.incident_id = $1 ORDER BY lower(s.name)) AS scopes,
             EXISTS (SELECT FROM obligation o WHERE o.incident_id = $1 AND o.closed_at IS NULL) AS has_open_duty,
             (SELECT concat_ws(': ', p.label, coalesce(c.label, 'unknown'))
                FROM incident_cause i
                LEFT JOIN cause c ON c.tenant_id = i.tenant_id AND c.id = i.cause_id
                LEFT JOIN cause p ON p.tenant_id = c.tenant_id AND p.id = c.parent_id
               WHERE i.incident_id = $1) AS cause,
             m.started_at, m.ended_at,
             (SELECT s.text FROM post_mortem p
                JOIN post_mortem_section s ON s.tenant_id = p.tenant_id AND s.post_mortem_id = p.id AND s.section = 'impact'
               WHERE p.incident_id = $1) AS impact
        FROM (SELECT) AS one
        LEFT JOIN LATERAL (SELECT i.started_at, i.ended_at FROM incident_impact i
                            WHERE i.incident_id = $1 ORDER BY i.version DESC LIMIT 1) AS m ON true\
      """;

  Facts facts(Tx tx, UUID incident) {
    Row row =
        tx.connection().preparedQuery(FACTS).execute(tuple(incident)).await().iterator().next();
    return new Facts(
        row.getString("language"),
        Stream.of(row.getArrayOfStrings("scopes")).toList(),
        row.getBoolean("has_open_duty"),
        row.getString("cause"),
        instantOrNull(row, "started_at"),
        instantOrNull(row, "ended_at"),
        row.getString("impact"));
  }

  private static final String VALUES =
      """
      SELECT f.key, f.label,
             coalesce(o.label, u.username, t.name, s.name, v.text_value, v.number_value::text, v.boolean_value::text,
                      v.date_value::text, to_char(v.instant_value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS value
        FROM incident_field_value v
        JOIN custom_field f ON f.tenant_id = v.tenant_id AND f.id = v.field_id
        LEFT JOIN custom_field_option o
          ON o.tenant_id = v.tenant_id AND o.field_id = v.field_id AND o.id = v.text_value AND f.type IN ('select', 'multi_select')
        LEFT JOIN user_account u ON u.tenant_id = v.tenant_id AND u.id = v.ref_value AND f.type = 'user'
        LEFT JOIN team t ON t.tenant_id = v.tenant_id AND t.id = v.ref_value AND f.type = 'team'
        LEFT JOIN service s ON s.tenant_id = v.tenant_id AND s.id = v.ref_value AND f.type = 'service'
       WHERE v.incident_id = $1
       ORDER BY lower(f.label), f.key, v.position\
      """;

  /** Custom fields that have a value; several values of one are one text. */
  List<Value> values(Tx tx, UUID incident) {
    Map<String, Value> found = new LinkedHashMap<>();
    for (Row row : tx.connection().preparedQuery(VALUES).execute(tuple(incident)).await()) {
      String value = Objects.requireNonNullElse(row.getString("value"), "");
      found.merge(
          row.getString("key"),
          new Value(row.getString("key"), row.getString("label"), value),
          (one, other) -> new Value(one.key(), one.label(), one.value() + ", " + other.value()));
    }
    return List.copyOf(found.values());
  }

  private static final String ACTIONS =
      """
      SELECT i.number, i.title, i.category, coalesce(u.username, t.name) AS owner, i.due_at, i.status,
             i.status_category = 'done' AS is_done
        FROM item i
        LEFT JOIN user_account u ON u.tenant_id = i.tenant_id AND u.id = i.owner_id
        LEFT JOIN team t ON t.tenant_id = i.tenant_id AND t.id = i.owner_team_id
       WHERE i.kind = 'task' AND i.status_category <> 'dropped'
         AND (i.incident_id = $1 OR i.incident_id = ANY (ARRAY (SELECT f.id FROM incident f WHERE f.merged_into = $1)))
       ORDER BY i.number LIMIT $2\
      """;

  List<Action> actions(Tx tx, UUID incident) {
    List<Action> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(ACTIONS).execute(tuple(incident, MOST)).await()) {
      found.add(
          new Action(
              "TASK-" + row.getLong("number"),
              row.getString("title"),
              row.getString("category"),
              row.getString("owner"),
              instantOrNull(row, "due_at"),
              row.getString("status"),
              row.getBoolean("is_done")));
    }
    return found;
  }

  private static final String UPDATES =
      """
      SELECT u.at, u.status, u.message FROM incident_update u
       WHERE u.incident_id = $1 OR u.incident_id = ANY (ARRAY (SELECT f.id FROM incident f WHERE f.merged_into = $1))
       ORDER BY u.at, u.id LIMIT $2\
      """;

  /** The oldest first. */
  List<Update> updates(Tx tx, UUID incident) {
    List<Update> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(UPDATES).execute(tuple(incident, MOST)).await()) {
      found.add(new Update(instant(row, "at"), row.getString("status"), row.getString("message")));
    }
    return found;
  }
}
