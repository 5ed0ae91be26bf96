package dev.imas.core.suppressed;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Incidents of which all firing alerts are hidden. An incident without a firing alert is none. */
public final class SuppressedIncidentRepository {

  private static final String WHOLE =
      """
      SELECT m.incident_id AS id
        FROM incident_alert m
        JOIN alert_progress p ON p.tenant_id = m.tenant_id AND p.fingerprint = m.fingerprint
                             AND p.incident_id = m.incident_id AND p.firing
        LEFT JOIN hidden_alert h ON h.tenant_id = m.tenant_id AND h.fingerprint = m.fingerprint
       WHERE m.incident_id = ANY ($1)
       GROUP BY m.incident_id
      HAVING bool_and(h.fingerprint IS NOT NULL)\
      """;

  private static final String ANY_HIDDEN = "SELECT EXISTS (SELECT FROM hidden_alert) AS any_hidden";

  /** Those of these incidents. Mostly nothing is hidden, and then this is one short look. */
  public Set<UUID> among(Tx tx, Collection<UUID> incidents) {
    boolean isAnyHidden =
        tx.connection()
            .preparedQuery(ANY_HIDDEN)
            .execute()
            .await()
            .iterator()
            .next()
            .getBoolean("any_hidden");
    return isAnyHidden ? whole(tx, incidents) : Set.of();
  }

  private static Set<UUID> whole(Tx tx, Collection<UUID> incidents) {
    return new HashSet<>(
        ids(
            tx.connection()
                .preparedQuery(WHOLE)
                .execute(tuple((Object) incidents.toArray(UUID[]::new)))
                .await()));
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static final String TENANTS = "SELECT tenant_id AS id FROM tenants_hiding_incidents($1)";

  /** The tenants where incidents may have begun or ceased to be hidden since then. */
  public Future<List<TenantId>> tenants(Tx tx, Instant since) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute(tuple(time(since)))
        .map(rows -> ids(rows).stream().map(TenantId::new).toList());
  }

  private static final String MARKED = "SELECT incident_id AS id FROM incident_hidden";

  private static final String OF_HIDDEN_ALERTS =
      """
      SELECT DISTINCT p.incident_id AS id
        FROM hidden_alert h
        JOIN alert_progress p ON p.tenant_id = h.tenant_id AND p.fingerprint = h.fingerprint
       WHERE h.decided_at >= $1 AND p.firing AND p.incident_id IS NOT NULL\
      """;

  /**
   * What has changed.
   *
   * @param begun incidents that are hidden now
   * @param ended incidents that were hidden and are not any more
   */
  public record Changed(Set<UUID> begun, Set<UUID> ended) {}

  /** Compares what is hidden with what was marked as hidden. */
  public Changed changed(Tx tx, Instant since) {
    Set<UUID> marked = new HashSet<>(ids(tx.connection().preparedQuery(MARKED).execute().await()));
    Set<UUID> candidates =
        new HashSet<>(
            ids(
                tx.connection()
                    .preparedQuery(OF_HIDDEN_ALERTS)
                    .execute(tuple(time(since)))
                    .await()));
    candidates.addAll(marked);
    Set<UUID> hidden = whole(tx, candidates);
    Set<UUID> ended = new HashSet<>(marked);
    ended.removeAll(hidden);
    hidden.removeAll(marked);
    return new Changed(hidden, ended);
  }

  private static final String MARK =
      """
      INSERT INTO incident_hidden (tenant_id, incident_id, since)
      SELECT current_tenant(), n.id, $2 FROM unnest($1::uuid[]) AS n(id)
      ON CONFLICT DO NOTHING\
      """;

  private static final String UNMARK = "DELETE FROM incident_hidden WHERE incident_id = ANY ($1)";

  public void mark(Tx tx, Changed changed, Instant now) {
    tx.connection()
        .preparedQuery(MARK)
        .execute(tuple(changed.begun().toArray(UUID[]::new), time(now)))
        .await();
    tx.connection()
        .preparedQuery(UNMARK)
        .execute(tuple((Object) changed.ended().toArray(UUID[]::new)))
        .await();
  }
}
