package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads incidents to be exported, the oldest first. On a virtual thread. */
final class ExportRepository {

  static final int PAGE = 500;

  record Exported(
      UUID id,
      String shortId,
      String title,
      Severity severity,
      String status,
      String origin,
      String service,
      String team,
      @Nullable String lead,
      Instant createdAt,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant resolvedAt,
      @Nullable String cause,
      Map<String, String> fields) {

    Exported {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  private static final String FIELDS =
      "SELECT key FROM custom_field WHERE NOT is_archived ORDER BY key";

  /** The keys of the tenant's fields. */
  List<String> fields(Tx tx) {
    List<String> keys = new ArrayList<>();
    tx.connection()
        .preparedQuery(FIELDS)
        .execute()
        .await()
        .forEach(row -> keys.add(row.getString("key")));
    return keys;
  }

  private static final String READ =
      """
      SELECT i.id, i.short_id, i.title, i.severity, i.status, i.origin, s.name AS service, t.name AS team,
             coalesce((SELECT u.username FROM user_account u WHERE u.tenant_id = i.tenant_id AND u.id = i.lead_id), i.lead) AS lead,
             i.created_at,
             i.acknowledged_at, i.resolved_at,
             (SELECT coalesce(c.key, 'unknown')
                FROM incident_cause n LEFT JOIN cause c ON c.tenant_id = n.tenant_id AND c.id = n.cause_id
               WHERE n.tenant_id = i.tenant_id AND n.incident_id = i.id) AS cause,
             (SELECT json_object_agg(x.key, x.said ORDER BY x.key)::text
                FROM (SELECT f.key,
                             string_agg(coalesce(
                               CASE f.type
                                 WHEN 'user' THEN (SELECT u.username FROM user_account u WHERE u.id = v.ref_value)
                                 WHEN 'team' THEN (SELECT m.name FROM team m WHERE m.id = v.ref_value)
                                 WHEN 'service' THEN (SELECT r.name FROM service r WHERE r.id = v.ref_value)
                                 WHEN 'instant' THEN to_char(v.instant_value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                               END,
                               v.text_value, v.ref_value::text, v.value_key), '; ' ORDER BY v.position) AS said
                        FROM incident_field_value v
                        JOIN custom_field f ON f.tenant_id = v.tenant_id AND f.id = v.field_id
                       WHERE v.tenant_id = i.tenant_id AND v.incident_id = i.id AND NOT f.is_archived
                       GROUP BY f.key) AS x) AS fields
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE i.tenant_id = current_tenant() AND (i.created_at, i.id) > ($1, $4::uuid) AND i.created_at < $2
         AND NOT i.is_test AND ($3::uuid[] IS NULL OR i.service_id = ANY ($3))
       ORDER BY i.created_at, i.id
       LIMIT $5\
      """;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /**
   * Up to a page of them.
   *
   * @param after the last of the page before; null for the first page
   */
  List<Exported> page(Tx tx, Selection of, @Nullable Exported after) {
    List<Exported> page = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(READ)
            .execute(
                tuple(
                    time(after == null ? of.span().from() : after.createdAt()),
                    time(of.span().to()),
                    of.services(),
                    after == null ? BEFORE_ALL : after.id(),
                    PAGE))
            .await()) {
      page.add(
          new Exported(
              row.getUUID("id"),
              row.getString("short_id"),
              row.getString("title"),
              Severity.of(row.getInteger("severity")),
              row.getString("status"),
              row.getString("origin"),
              row.getString("service"),
              row.getString("team"),
              row.getString("lead"),
              instant(row, "created_at"),
              instantOrNull(row, "acknowledged_at"),
              instantOrNull(row, "resolved_at"),
              row.getString("cause"),
              said(row.getString("fields"))));
    }
    return page;
  }

  private static Map<String, String> said(@Nullable String json) {
    Map<String, String> said = new LinkedHashMap<>();
    if (json != null) {
      Json.read(json, JsonNode.class)
          .properties()
          .forEach(field -> said.put(field.getKey(), field.getValue().textValue()));
    }
    return said;
  }
}
