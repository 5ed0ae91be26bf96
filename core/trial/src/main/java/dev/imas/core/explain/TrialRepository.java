package dev.imas.core.explain;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.explain.Would.InIncident;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
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
   */
  record Group(InIncident incident, @Nullable Instant resolvedAt) {}

  private static final String GROUPS =
      """
      SELECT DISTINCT ON (group_key) group_key, id, short_id, status, resolved_at
        FROM incident
       WHERE group_key = ANY ($1)
       ORDER BY group_key, (status <> 'RESOLVED') DESC, resolved_at DESC NULLS LAST\
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
            new Group(incident, isOpen ? null : instantOrNull(row, "resolved_at")));
      }
    }
    return groups;
  }

  private static @Nullable InIncident incident(Row row) {
    UUID id = row.getUUID("id");
    return id == null
        ? null
        : new InIncident(id, row.getString("short_id"), row.getString("status"));
  }
}
