package dev.imas.core.scheduler;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Claims due timers of all tenants in turns, by the database's clock. */
final class TimerClaimRepository {

  /** The last turn, by tenant and kind; the platform comes first. */
  record Turn(TenantId tenant, String kind) {
    static final Turn START = new Turn(TenantId.PLATFORM, "");
  }

  /**
   * What a pass found.
   *
   * @param tenant null if nothing is due, or if others have claimed all of it
   * @param untilNext how long until the next timer is due; null if none is set
   */
  record Found(@Nullable TenantId tenant, List<DueTimer> timers, @Nullable Duration untilNext) {

    Turn turn(TenantId of) {
      return new Turn(of, timers.getFirst().kind());
    }
  }

  /**
   * A timer that this process has leased.
   *
   * @param claim the id of the lease
   */
  record Leased(TenantId tenant, DueTimer timer, UUID claim) {}

  /**
   * @param leased null if nothing is due, or if others have leased it
   */
  record FoundLease(@Nullable Leased leased, @Nullable Duration untilNext) {}

  private static final String CLAIM =
      """
      SELECT tenant_id, kind, subject, life, due_at, attempts, recurs, payload, db_now
        FROM claim_timers($1, $2, $3, $4)\
      """;

  /**
   * Claims timers of the next tenant and kind. Nobody else gets them until the transaction ends.
   */
  Future<Found> claim(Tx tx, Collection<String> kinds, Turn after, int most) {
    return tx.connection()
        .preparedQuery(CLAIM)
        .execute(tuple(kinds.toArray(String[]::new), after.tenant().value(), after.kind(), most))
        .map(
            rows -> {
              List<DueTimer> timers = new ArrayList<>(rows.size());
              TenantId tenant = null;
              for (Row row : rows) {
                UUID of = row.getUUID("tenant_id");
                if (of == null) {
                  return new Found(null, List.of(), untilNext(row));
                }
                tenant = new TenantId(of);
                timers.add(timer(row));
              }
              return new Found(tenant, timers, null);
            });
  }

  private static final String LEASE =
      """
      SELECT tenant_id, kind, subject, life, due_at, attempts, recurs, payload, db_now, claim
        FROM lease_timer($1, $2, $3, $4,
                         ARRAY (SELECT w.kind FROM (VALUES %s) AS w(kind, waits)
                                 WHERE NOT w.waits AND $5::timestamptz IS NOT NULL))\
      """;

  /** Is asked only if the timer is due, since it costs more than to see that. */
  private static final String WAITS =
      "('%1$s', CASE WHEN is_timer_due('%1$s') THEN %2$s ELSE true END)";

  /**
   * The statement that leases timers of kinds with these conditions.
   *
   * @param waits by kind, as {@link TimerKind.Work.Leased#waits}
   */
  static String leasing(Map<String, String> waits) {
    // A list of values must have one.
    String conditions =
        waits.isEmpty()
            ? "('', true)"
            : new TreeMap<>(waits)
                .entrySet().stream()
                    .map(one -> WAITS.formatted(one.getKey(), one.getValue()))
                    .collect(Collectors.joining(", "));
    return LEASE.formatted(conditions);
  }

  /**
   * Leases a timer of these kinds. It is a single statement.
   *
   * @param statement from {@link #leasing}
   * @param now the process's time
   */
  Future<FoundLease> lease(
      Tx tx, String statement, Collection<String> kinds, Turn after, Duration lease, Instant now) {
    return tx.connection()
        .preparedQuery(statement)
        .execute(
            tuple(
                kinds.toArray(String[]::new),
                after.tenant().value(),
                after.kind(),
                interval(lease),
                time(now)))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              UUID of = row.getUUID("tenant_id");
              return of == null
                  ? new FoundLease(null, untilNext(row))
                  : new FoundLease(
                      new Leased(new TenantId(of), timer(row), row.getUUID("claim")), null);
            });
  }

  private static final String RENEW =
      "SELECT renew_timers AS claim FROM renew_timers($1, $2, $3, $4, $5)";

  /**
   * @return the claims that still have their lease
   */
  Future<Set<UUID>> renew(Tx tx, List<Leased> leased, Duration lease) {
    return tx.connection()
        .preparedQuery(RENEW)
        .execute(
            tuple(
                column(leased, l -> l.tenant().value(), UUID[]::new),
                column(leased, l -> l.timer().kind(), String[]::new),
                column(leased, l -> l.timer().subject(), String[]::new),
                column(leased, Leased::claim, UUID[]::new),
                interval(lease)))
        .map(
            rows -> {
              Set<UUID> kept = new HashSet<>();
              rows.forEach(row -> kept.add(row.getUUID("claim")));
              return kept;
            });
  }

  /**
   * @param setBackMillis by how much the clock was set back; 0 if it was not
   * @param more whether there are more timers to move
   */
  record Watched(long setBackMillis, boolean more) {}

  private static final String WATCH =
      """
      SELECT (extract(epoch FROM set_back) * 1000)::bigint AS set_back_millis, more FROM watch_timer_clock($1)\
      """;

  /** Makes the database check its clock, and move up to {@code most} timers if it was set back. */
  Future<Watched> watch(Tx tx, int most) {
    return tx.connection()
        .preparedQuery(WATCH)
        .execute(tuple(most))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Watched(row.getLong("set_back_millis"), row.getBoolean("more"));
            });
  }

  private static final String OVERDUE = "SELECT overdue_timers($1, $2) AS overdue";

  /** How many timers of these kinds have been due for longer than that; counts up to 10,000. */
  Future<Long> overdue(Tx tx, Collection<String> kinds, Duration late) {
    return tx.connection()
        .preparedQuery(OVERDUE)
        .execute(tuple(kinds.toArray(String[]::new), interval(late)))
        .map(rows -> rows.iterator().next().getLong("overdue"));
  }

  private static DueTimer timer(Row row) {
    String recurs = row.getString("recurs");
    return new DueTimer(
        row.getString("kind"),
        row.getString("subject"),
        row.getUUID("life"),
        instant(row, "due_at"),
        row.getInteger("attempts"),
        recurs == null ? null : Recurrence.ofRow(recurs),
        row.getString("payload"),
        instant(row, "db_now"));
  }

  private static @Nullable Duration untilNext(Row row) {
    Instant due = instantOrNull(row, "due_at");
    return due == null ? null : Duration.between(instant(row, "db_now"), due);
  }
}
