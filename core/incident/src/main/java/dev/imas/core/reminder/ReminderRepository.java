package dev.imas.core.reminder;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

  static final String DUE =
      """
      SELECT incident_id FROM incident_reminder
       WHERE tenant_id = current_tenant() AND due_at <= $1
       ORDER BY tenant_id, due_at
       LIMIT $2\
      """;

  /** Incidents of which people may have to be reminded now. What is not due is not read. */
  Future<List<UUID>> due(Tx tx, Instant now, int limit) {
    return tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(time(now), limit))
        .map(rows -> rows.stream().map(row -> row.getUUID("incident_id")).toList());
  }

  /**
   * @param isEscalated whether an escalation is under way
   * @param called when people were last called anew, or the console was told in their place; null:
   *     never
   * @param reminded when they were last reminded; null: they never were
   * @param repeat how often its rule says that people are reminded; null: it does not say
   */
  record State(
      boolean isEscalated,
      @Nullable Instant called,
      @Nullable Instant reminded,
      @Nullable Duration repeat) {}

  static final String STATES =
      """
      SELECT r.incident_id, r.reminded_at,
             EXISTS (SELECT FROM escalation_run e
                      WHERE e.tenant_id = r.tenant_id AND e.incident_id = r.incident_id AND e.state = 'running') AS is_escalated,
             (SELECT extract(epoch FROM o.repeat_interval)::bigint FROM incident_opening o
               WHERE o.tenant_id = r.tenant_id AND o.incident_id = r.incident_id) AS repeat_seconds,
             (SELECT max(d.created_at) FROM delivery d
               WHERE d.tenant_id = r.tenant_id AND d.incident_id = r.incident_id AND d.event = ANY ($3)) AS called
        FROM incident_reminder r
       WHERE r.tenant_id = current_tenant() AND r.incident_id = ANY ($1) AND r.due_at <= $2\
      """;

  /** Of those of these incidents that are still due, now that they are locked. */
  Future<Map<UUID, State>> states(Tx tx, Collection<UUID> incidents, Instant now) {
    return tx.connection()
        .preparedQuery(STATES)
        .execute(tuple(incidents.toArray(UUID[]::new), time(now), CALLS))
        .map(
            rows -> {
              Map<UUID, State> states = new HashMap<>();
              for (Row row : rows) {
                states.put(
                    row.getUUID("incident_id"),
                    new State(
                        row.getBoolean("is_escalated"),
                        instantOrNull(row, "called"),
                        instantOrNull(row, "reminded_at"),
                        secondsOrNull(row.getLong("repeat_seconds"))));
              }
              return states;
            });
  }

  private static final String EXPECT =
      """
      INSERT INTO incident_reminder AS r (tenant_id, incident_id, due_at, scheduled_at)
      SELECT current_tenant(), n.id, $2::timestamptz + coalesce(n.repeat_interval, $3::interval), $2
        FROM (SELECT i.id,
                     (SELECT o.repeat_interval FROM incident_opening o
                       WHERE o.tenant_id = current_tenant() AND o.incident_id = i.id) AS repeat_interval
                FROM unnest($1::uuid[]) AS i(id)) AS n
       WHERE n.repeat_interval IS NOT NULL OR NOT $5
      ON CONFLICT (tenant_id, incident_id) DO UPDATE
         SET due_at = greatest(excluded.due_at,
                               CASE WHEN r.reminded_at <= $2::timestamptz + $6::interval
                                    THEN r.reminded_at
                                         + coalesce((SELECT o.repeat_interval FROM incident_opening o
                                                      WHERE o.tenant_id = r.tenant_id AND o.incident_id = r.incident_id),
                                                    $4::interval) END),
             scheduled_at = excluded.scheduled_at\
      """;

  /**
   * People were called to these incidents now, so reminders begin anew. The transaction has locked
   * them, or makes them. The time between two reminders is kept, but for one that lies ahead: its
   * clock was set back since.
   *
   * @param usual of incidents whose rule says nothing of it
   */
  Future<Void> expect(Tx tx, Collection<UUID> incidents, Instant now, ReminderConfig usual) {
    return tx.connection()
        .preparedQuery(EXPECT)
        .execute(
            tuple(
                incidents.toArray(UUID[]::new),
                time(now),
                interval(usual.after()),
                interval(usual.every()),
                usual.isOff(),
                interval(ClockWatch.CLOCKS_DIFFER)))
        .mapEmpty();
  }

  static final String FORGET = "SELECT forget_reminders($1)";

  /** Nobody is reminded of these until people are called to them again. */
  Future<Void> forget(Tx tx, Collection<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(FORGET)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .mapEmpty();
  }

  private static final String LOOK_AGAIN =
      """
      UPDATE incident_reminder r
         SET due_at = n.due_at, scheduled_at = $4, reminded_at = coalesce(n.reminded_at, r.reminded_at)
        FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS n(incident_id, due_at, reminded_at)
       WHERE r.tenant_id = current_tenant() AND r.incident_id = n.incident_id\
      """;

  /**
   * When to look at an incident again.
   *
   * @param remindedAt null: people are not reminded now
   */
  record Next(UUID incident, Instant dueAt, @Nullable Instant remindedAt) {}

  Future<Void> lookAgain(Tx tx, List<Next> n, Instant now) {
    return n.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(LOOK_AGAIN)
            .execute(
                tuple(
                    column(n, Next::incident, UUID[]::new),
                    times(n, Next::dueAt),
                    times(n, Next::remindedAt),
                    time(now)))
            .mapEmpty();
  }

  private static @Nullable Duration secondsOrNull(@Nullable Long seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  // The incidents may be a hundred thousand after an hour down, and each is looked at once more.
  private static final String SPREAD =
      """
      WITH late AS (
        SELECT r.incident_id, row_number() OVER (ORDER BY i.severity, r.due_at) - 1 AS n, count(*) OVER () AS many
          FROM incident_reminder r
          JOIN incident i ON i.tenant_id = r.tenant_id AND i.id = r.incident_id
         WHERE r.tenant_id = current_tenant() AND r.due_at <= $1::timestamptz - interval '30 seconds')
      UPDATE incident_reminder r
         SET due_at = $1::timestamptz + late.n * $2::interval / late.many, scheduled_at = $1
        FROM late
       WHERE r.tenant_id = current_tenant() AND r.incident_id = late.incident_id\
      """;

  /**
   * Reminders that were missed come one after the other within that time from now, those of the
   * most severe incidents first. Those that have just become due stay where they are.
   */
  Future<Void> spread(Tx tx, Instant now, Duration within) {
    return tx.connection()
        .preparedQuery(SPREAD)
        .execute(tuple(time(now), interval(within)))
        .mapEmpty();
  }

  private static final String TENANTS = "SELECT tenant_id FROM tenants_to_remind($1)";

  /**
   * The tenants of which some incident is due, in a transaction of none of them. What waits by a
   * clock that was set back since is moved first, so that nobody waits until that clock is reached
   * again.
   */
  Future<List<TenantId>> tenants(Tx tx, Instant now) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute(tuple(time(now)))
        .map(
            rows -> {
              List<TenantId> tenants = new ArrayList<>();
              rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
              return tenants;
            });
  }
}
