package dev.imas.core.explain;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.explain.Would.InIncident;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ReopenWindow;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How alerts and groups stand that a pasted body is about. Only for virtual threads. */
final class TrialRepository {

  /**
   * @param firing whether the alert fires now
   * @param incident of which it is a firing alert; null for none
   */
  record KnownAlert(boolean firing, @Nullable InIncident incident) {}

  private static final String ALERTS =
      """
      SELECT a.fingerprint, a.status = status_firing() AS firing, i.id, i.short_id, i.status
        FROM alert_state a
        LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint AND p.firing
        LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
       WHERE a.fingerprint = ANY ($1)\
      """;

  /** Those that are known. */
  Map<UUID, KnownAlert> alerts(Tx tx, Collection<UUID> fingerprints) {
    Map<UUID, KnownAlert> known = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(ALERTS)
            .execute(tuple((Object) fingerprints.toArray(UUID[]::new)))
            .await()) {
      known.put(
          row.getUUID("fingerprint"), new KnownAlert(row.getBoolean("firing"), incident(row)));
    }
    return known;
  }

  /**
   * @param resolvedAt null while it is open
   * @param reopening null: as the installation says
   */
  record Group(
      InIncident incident, @Nullable Instant resolvedAt, @Nullable ReopenWindow reopening) {}

  private static final String GROUPS =
      """
      SELECT DISTINCT ON (i.group_key) i.group_key, i.id, i.short_id, i.status, i.resolved_at,
             o.reopen_window_seconds AS of_rule, o.reopen_rule, s.reopen_window_seconds AS of_service, s.name
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        LEFT JOIN incident_opening o ON o.tenant_id = i.tenant_id AND o.incident_id = i.id
       WHERE i.group_key = ANY ($1)
       ORDER BY i.group_key, (i.status <> 'RESOLVED') DESC, i.resolved_at DESC NULLS LAST\
      """;

  /** By group, the open incident, else the last that was resolved. */
  Map<String, Group> groups(Tx tx, Collection<String> keys) {
    Map<String, Group> groups = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(GROUPS)
            .execute(tuple((Object) keys.toArray(String[]::new)))
            .await()) {
      InIncident incident = incident(row);
      if (incident != null) {
        boolean isOpen = !incident.status().equals("RESOLVED");
        groups.put(
            row.getString("group_key"),
            new Group(incident, isOpen ? null : instantOrNull(row, "resolved_at"), window(row)));
      }
    }
    return groups;
  }

  private static @Nullable ReopenWindow window(Row row) {
    Integer ofRule = row.getInteger("of_rule");
    Integer ofService = row.getInteger("of_service");
    if (ofRule != null) {
      return new ReopenWindow(Duration.ofSeconds(ofRule), row.getString("reopen_rule"));
    }
    return ofService == null
        ? null
        : ReopenWindow.ofService(Duration.ofSeconds(ofService), row.getString("name"));
  }

  private static @Nullable InIncident incident(Row row) {
    UUID id = row.getUUID("id");
    return id == null
        ? null
        : new InIncident(id, row.getString("short_id"), row.getString("status"));
  }
}
