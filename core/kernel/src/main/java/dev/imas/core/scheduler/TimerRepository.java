package dev.imas.core.scheduler;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sets and ends timers of the transaction's tenant. {@link TimerClaimRepository} has what spans
 * tenants.
 */
final class TimerRepository {

  private static final int LONGEST_OUTCOME = 500;

  private static final String NOW = "SELECT now() AS now";

  /** The database's time, which only recurring timers need. */
  Future<Instant> now(Tx tx, Collection<NewTimer> timers) {
    return timers.stream().anyMatch(t -> t.when() instanceof NewTimer.When.Recurring)
        ? now(tx)
        : Future.succeededFuture(Instant.EPOCH);
  }

  Future<Instant> now(Tx tx) {
    return tx.connection()
        .preparedQuery(NOW)
        .execute()
        .map(rows -> instant(rows.iterator().next(), "now"));
  }

  /** A timer as it is written: with an instant, or with a delay in microseconds. */
  private record Written(
      NewTimer timer,
      @Nullable Instant at,
      @Nullable Long micros,
      @Nullable Recurrence recurs,
      boolean elapses) {

    static Written of(NewTimer timer, Instant now) {
      return switch (timer.when()) {
        case NewTimer.When.At at -> new Written(timer, at.instant(), null, null, false);
        case NewTimer.When.After after ->
            new Written(timer, null, after.delay().toNanos() / 1_000, null, true);
        case NewTimer.When.Recurring again -> {
          Recurrence recurs = again.recurrence();
          yield new Written(timer, recurs.first(now), null, recurs, recurs.elapses());
        }
      };
    }

    @Nullable String recursText() {
      return recurs == null ? null : recurs.text();
    }
  }

  private static final String INSERT =
      """
      INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, recurs, elapses, payload)
      SELECT current_tenant(), n.kind, n.subject, d.at, d.at, n.recurs, n.elapses, n.payload::jsonb
        FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::text[], $6::boolean[], $7::text[])
             AS n(kind, subject, due_at, micros, recurs, elapses, payload)
       CROSS JOIN LATERAL (SELECT coalesce(n.due_at, now() + n.micros * interval '1 microsecond') AS at) AS d
      ON CONFLICT (tenant_id, kind, subject)\
      """;

  private static final String SET =
      INSERT
          + """
           DO UPDATE
             SET life = uuidv7(), due_at = excluded.due_at, try_at = excluded.try_at, recurs = excluded.recurs,
                 elapses = excluded.elapses, set_at = now(), payload = excluded.payload, attempts = 0, claim = NULL\
          """;

  private static final String SET_ABSENT = INSERT + " DO NOTHING";

  Future<Void> set(Tx tx, Collection<NewTimer> timers, Instant now, boolean replace) {
    // Sorted, and each once, since a statement cannot set a row twice.
    Map<List<String>, Written> byKey =
        new TreeMap<>(
            (a, b) ->
                a.get(0).equals(b.get(0))
                    ? a.get(1).compareTo(b.get(1))
                    : a.get(0).compareTo(b.get(0)));
    timers.forEach(t -> byKey.put(List.of(t.kind(), t.subject()), Written.of(t, now)));
    List<Written> rows = List.copyOf(byKey.values());
    return tx.connection()
        .preparedQuery(replace ? SET : SET_ABSENT)
        .execute(
            tuple(
                column(rows, w -> w.timer().kind(), String[]::new),
                column(rows, w -> w.timer().subject(), String[]::new),
                times(rows, Written::at),
                column(rows, Written::micros, Long[]::new),
                column(rows, Written::recursText, String[]::new),
                column(rows, Written::elapses, Boolean[]::new),
                column(rows, w -> w.timer().payload(), String[]::new)))
        .mapEmpty();
  }

  private static final String REGISTER =
      """
      INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, recurs, elapses)
      VALUES (current_tenant(), $1, $2, $3, $3, $4, $5)
      ON CONFLICT (tenant_id, kind, subject) DO UPDATE
         SET life = uuidv7(), recurs = excluded.recurs, elapses = excluded.elapses, set_at = now(),
             due_at = least(timer.due_at, $6), try_at = least(timer.try_at, $6)
       WHERE timer.recurs <> excluded.recurs\
      """;

  /**
   * Registers a recurring timer. Repeating it does nothing. A new recurrence replaces the old one,
   * but an earlier due time stays.
   */
  Future<Void> register(Tx tx, String kind, String subject, Recurrence recurs) {
    return now(tx)
        .compose(
            now ->
                tx.connection()
                    .preparedQuery(REGISTER)
                    .execute(
                        tuple(
                            kind,
                            subject,
                            time(recurs.first(now)),
                            recurs.text(),
                            recurs.elapses(),
                            time(recurs.next(now, now)))))
        .mapEmpty();
  }

  private static final String MOVE =
      """
      UPDATE timer
         SET life = uuidv7(), due_at = coalesce($3, now() + $4::bigint * interval '1 microsecond'),
             try_at = coalesce($3, now() + $4::bigint * interval '1 microsecond'), recurs = $5, elapses = $6,
             set_at = now(), attempts = 0, claim = NULL
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = $2\
      """;

  Future<Boolean> move(Tx tx, NewTimer timer, Instant now) {
    Written moved = Written.of(timer, now);
    return tx.connection()
        .preparedQuery(MOVE)
        .execute(
            tuple(
                timer.kind(),
                timer.subject(),
                timeOrNull(moved.at()),
                moved.micros(),
                moved.recursText(),
                moved.elapses()))
        .map(rows -> rows.rowCount() > 0);
  }

  private static final String CANCEL =
      "DELETE FROM timer WHERE tenant_id = current_tenant() AND kind = $1 AND subject = ANY ($2)";

  Future<Integer> cancel(Tx tx, String kind, Collection<String> subjects) {
    return tx.connection()
        .preparedQuery(CANCEL)
        .execute(tuple(kind, subjects.stream().sorted().toArray(String[]::new)))
        .map(RowSet::rowCount);
  }

  private static final String CANCEL_BELOW =
      """
      DELETE FROM timer t
       WHERE t.tenant_id = current_tenant() AND t.kind = ANY ($1)
         AND t.subject = ANY (ARRAY (
               SELECT n.subject
                 FROM unnest($1::text[]) AS k(kind)
                CROSS JOIN unnest($2::text[]) AS s(subject)
                CROSS JOIN LATERAL (
                  SELECT f.subject FROM timer f
                   WHERE f.tenant_id = current_tenant() AND f.kind = k.kind
                     AND f.subject >= s.subject AND f.subject < s.subject || ';'
                     AND (f.subject = s.subject OR f.subject >= s.subject || ':')
                  OFFSET 0) AS n))\
      """;

  Future<Integer> cancelBelow(Tx tx, Collection<String> kinds, Collection<String> subjects) {
    return tx.connection()
        .preparedQuery(CANCEL_BELOW)
        .execute(
            tuple(
                kinds.stream().sorted().toArray(String[]::new),
                subjects.stream().sorted().toArray(String[]::new)))
        .map(RowSet::rowCount);
  }

  private static final String CLAIM_ALONE =
      """
      SELECT subject FROM timer
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = $2 AND life = $3
         AND pg_try_advisory_xact_lock(timer_lock(life))\
      """;

  /** Claims a single timer; false if another transaction has it, or it no longer exists. */
  Future<Boolean> claim(Tx tx, DueTimer timer) {
    return tx.connection()
        .preparedQuery(CLAIM_ALONE)
        .execute(tuple(timer.kind(), timer.subject(), timer.life()))
        .map(rows -> rows.size() > 0);
  }

  private static final String END =
      """
      DELETE FROM timer
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = ANY ($2) AND life = ANY ($3)
      RETURNING life\
      """;

  private static final String END_RUN =
      """
      UPDATE timer t
         SET life = uuidv7(), due_at = n.due_at, try_at = n.due_at, set_at = now(), attempts = 0, last_started_at = now(),
             last_ended_at = now(), last_late = greatest(now() - t.due_at, interval '0')
        FROM unnest($3::uuid[], $4::timestamptz[]) AS n(life, due_at)
       WHERE t.tenant_id = current_tenant() AND t.kind = $1 AND t.subject = ANY ($2) AND t.life = n.life
      RETURNING old.life\
      """;

  /**
   * Ends timers of one kind; recurring ones are set for their next time.
   *
   * @return the lives of the timers that nobody has cancelled or moved since they were claimed
   */
  Future<Set<UUID>> end(Tx tx, List<DueTimer> timers) {
    List<DueTimer> once = timers.stream().filter(t -> t.recurs() == null).toList();
    List<DueTimer> again = timers.stream().filter(t -> t.recurs() != null).toList();
    Future<Set<UUID>> ended =
        once.isEmpty()
            ? Future.succeededFuture(Set.of())
            : tx.connection()
                .preparedQuery(END)
                .execute(tuple(once.getFirst().kind(), subjects(once), lives(once)))
                .map(TimerRepository::lives);
    return again.isEmpty()
        ? ended
        : ended.compose(
            gone ->
                tx.connection()
                    .preparedQuery(END_RUN)
                    .execute(
                        tuple(
                            again.getFirst().kind(),
                            subjects(again),
                            lives(again),
                            times(again, DueTimer::next)))
                    .map(
                        rows -> {
                          Set<UUID> all = lives(rows);
                          all.addAll(gone);
                          return all;
                        }));
  }

  private static final String NOTE =
      """
      UPDATE timer SET last_outcome = $3
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = ANY ($2)\
      """;

  /** Stores the outcome of recurring timers, after {@link #end} in the same transaction. */
  Future<Void> note(Tx tx, List<DueTimer> ended, String outcome) {
    List<DueTimer> again = ended.stream().filter(t -> t.recurs() != null).toList();
    return again.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(NOTE)
            .execute(tuple(again.getFirst().kind(), subjects(again), cut(outcome)))
            .mapEmpty();
  }

  private static final String PUT_OFF =
      """
      UPDATE timer
         SET attempts = attempts + 1, try_at = now() + $4::interval, set_at = now(), last_started_at = now(),
             last_ended_at = now(), last_late = greatest(now() - due_at, interval '0'), last_outcome = $5
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = $2 AND life = $3\
      """;

  /** Defers a timer whose work failed. */
  Future<Void> putOff(Tx tx, DueTimer timer, Duration wait, String outcome) {
    return tx.connection()
        .preparedQuery(PUT_OFF)
        .execute(tuple(timer.kind(), timer.subject(), timer.life(), interval(wait), cut(outcome)))
        .mapEmpty();
  }

  private static final String FINISH_ONCE =
      """
      DELETE FROM timer WHERE tenant_id = current_tenant() AND kind = $1 AND subject = $2 AND claim = $3\
      """;

  private static final String FINISH =
      """
      UPDATE timer
         SET due_at = $4, try_at = $4, set_at = now(), attempts = 0, claim = NULL, last_ended_at = now(), last_outcome = $5
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = $2 AND claim = $3\
      """;

  /**
   * Ends a leased timer whose work is done.
   *
   * @return false if the lease was lost: another process has the timer, or it was moved or
   *     cancelled
   */
  Future<Boolean> finish(Tx tx, DueTimer timer, UUID claim, String outcome) {
    Recurrence recurs = timer.recurs();
    return recurs == null
        ? tx.connection()
            .preparedQuery(FINISH_ONCE)
            .execute(tuple(timer.kind(), timer.subject(), claim))
            .map(rows -> rows.rowCount() > 0)
        : now(tx)
            .compose(
                now ->
                    tx.connection()
                        .preparedQuery(FINISH)
                        .execute(
                            tuple(
                                timer.kind(),
                                timer.subject(),
                                claim,
                                time(recurs.next(timer.dueAt(), now)),
                                cut(outcome)))
                        .map(rows -> rows.rowCount() > 0));
  }

  private static final String FAIL =
      """
      UPDATE timer
         SET attempts = attempts + 1, try_at = now() + $4::interval, set_at = now(), claim = NULL, last_ended_at = now(),
             last_outcome = $5
       WHERE tenant_id = current_tenant() AND kind = $1 AND subject = $2 AND claim = $3\
      """;

  /** Defers a leased timer whose work failed. */
  Future<Boolean> fail(Tx tx, DueTimer timer, UUID claim, Duration wait, String outcome) {
    return tx.connection()
        .preparedQuery(FAIL)
        .execute(tuple(timer.kind(), timer.subject(), claim, interval(wait), cut(outcome)))
        .map(rows -> rows.rowCount() > 0);
  }

  private static String[] subjects(List<DueTimer> timers) {
    return column(timers, DueTimer::subject, String[]::new);
  }

  private static UUID[] lives(List<DueTimer> timers) {
    return column(timers, DueTimer::life, UUID[]::new);
  }

  private static Set<UUID> lives(RowSet<Row> rows) {
    List<UUID> lives = new ArrayList<>();
    rows.forEach(row -> lives.add(row.getUUID("life")));
    return lives.stream().collect(Collectors.toSet());
  }

  private static String cut(String outcome) {
    String clean = outcome.replace('\0', ' ');
    return clean.length() <= LONGEST_OUTCOME ? clean : clean.substring(0, LONGEST_OUTCOME);
  }
}
