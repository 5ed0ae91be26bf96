package dev.imas.core.reminder;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the incidents of the transaction's tenant that are due for a reminder. */
final class ReminderRepository {

  /** What calls people anew. */
  private static final String[] CALLS =
      Stream.of(IncidentEvent.values())
          .filter(event -> event.callsResponders() && event != IncidentEvent.REMINDED)
          .map(IncidentEvent::wireName)
          .toArray(String[]::new);

  // The open incidents are read by the index of what is open. OFFSET 0 keeps the planner from
  // reading
  // the calls about those that were reminded of lately or are escalated.
  static final String DUE =
      """
      SELECT o.id, called.at
        FROM (SELECT i.tenant_id, i.id, i.severity, i.created_at
                FROM incident i
                LEFT JOIN incident_reminder r ON r.tenant_id = i.tenant_id AND r.incident_id = i.id
               WHERE i.tenant_id = current_tenant() AND i.status = 'TRIGGERED'
                 AND i.created_at <= $1::timestamptz - $4::interval
                 AND ($2::uuid[] IS NULL OR i.id = ANY ($2))
                 AND (r.reminded_at IS NULL OR r.reminded_at <= $1::timestamptz - $5::interval)
                 AND NOT EXISTS (SELECT FROM escalation_run e
                                  WHERE e.tenant_id = i.tenant_id AND e.incident_id = i.id AND e.state = 'running')
              OFFSET 0) AS o
        CROSS JOIN LATERAL (
          SELECT max(d.created_at) AS at FROM delivery d
           WHERE d.tenant_id = o.tenant_id AND d.incident_id = o.id AND d.event = ANY ($3)) AS called
       WHERE called.at <= $1::timestamptz - $4::interval AND called.at > $1::timestamptz - $6::interval
       ORDER BY o.severity, o.created_at, o.id
       LIMIT $7\
      """;

  /**
   * Incidents in the order in which they are told of, each with the time of the last call.
   *
   * @param among only these; null: any
   */
  Future<Map<UUID, Instant>> due(
      Tx tx, Instant now, @Nullable Collection<UUID> among, ReminderConfig config, int limit) {
    return tx.connection()
        .preparedQuery(DUE)
        .execute(
            tuple(
                time(now),
                among == null ? null : among.toArray(UUID[]::new),
                CALLS,
                interval(config.after()),
                interval(config.every()),
                interval(config.until()),
                limit))
        .map(
            rows -> {
              Map<UUID, Instant> due = new LinkedHashMap<>();
              for (Row row : rows) {
                due.put(row.getUUID("id"), instant(row, "at"));
              }
              return due;
            });
  }

  private static final String REMEMBER =
      """
      INSERT INTO incident_reminder (tenant_id, incident_id, reminded_at)
      SELECT current_tenant(), n.id, $2 FROM unnest($1::uuid[]) AS n(id)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE SET reminded_at = excluded.reminded_at\
      """;

  Future<Void> remember(Tx tx, Collection<UUID> incidents, Instant at) {
    return tx.connection()
        .preparedQuery(REMEMBER)
        .execute(tuple(incidents.toArray(UUID[]::new), time(at)))
        .mapEmpty();
  }

  private static final String TENANTS = "SELECT tenant_id FROM list_tenants()";

  /** All tenants, in a transaction of none of them. */
  Future<List<TenantId>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              List<TenantId> tenants = new ArrayList<>();
              rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
              return tenants;
            });
  }
}
