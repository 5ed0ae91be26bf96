package dev.imas.core.scheduler;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads timers of the transaction's tenant for the API, and changes when they run. */
final class TimerDeskRepository {

  private final TimerAboutRepository names = new TimerAboutRepository();

  /** A timer that the transaction has locked, and the database's time. */
  record Locked(TimerView timer, Instant now) {}

  private static final String COLUMNS =
      """
      kind, subject, due_at, try_at, recurs, claim IS NOT NULL AND try_at > now() AS is_running, attempts,
      last_started_at, last_ended_at, extract(epoch FROM last_late)::float8 AS late_seconds, last_outcome, asked, asked_by,
      asked_at, now() AS now\
      """;

  private static final String LIST =
      """
      SELECT %s FROM timer
       WHERE ($1::text IS NULL OR kind = $1) AND (kind, subject) > ($2, $3)
       ORDER BY kind, subject LIMIT $4\
      """
          .formatted(COLUMNS);

  /**
   * Sorted by kind and subject.
   *
   * @param kind the kind; null for all
   * @param after the timer to start after; {@link TimerKey#NONE} for the first
   */
  Future<List<TimerView>> list(Tx tx, @Nullable String kind, TimerKey after, int limit) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(kind, after.kind(), after.subject(), limit))
        .map(
            rows -> {
              List<TimerView> timers = new ArrayList<>(rows.size());
              rows.forEach(row -> timers.add(view(row)));
              return timers;
            })
        .compose(timers -> names.named(tx, timers));
  }

  private static final String FIND =
      "SELECT %s FROM timer WHERE kind = $1 AND subject = $2".formatted(COLUMNS);

  Future<Optional<TimerView>> find(Tx tx, TimerKey key) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(key.kind(), key.subject()))
        .map(rows -> first(rows).map(TimerDeskRepository::view))
        .compose(
            found ->
                names
                    .named(tx, found.stream().toList())
                    .map(timers -> timers.stream().findFirst()));
  }

  private static final String LOCK = FIND + " FOR UPDATE";

  Future<Optional<Locked>> lock(Tx tx, TimerKey key) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple(key.kind(), key.subject()))
        .map(rows -> first(rows).map(row -> new Locked(view(row), instant(row, "now"))));
  }

  private static final String RUN =
      """
      UPDATE timer SET try_at = now(), set_at = now(), asked = 'run', asked_by = $3, asked_at = now()
       WHERE kind = $1 AND subject = $2\
      """;

  /** Makes it due now, and keeps the time that it was set for. */
  Future<Void> run(Tx tx, TimerKey key, String by) {
    return tx.connection()
        .preparedQuery(RUN)
        .execute(tuple(key.kind(), key.subject(), by))
        .mapEmpty();
  }

  private static final String SKIP =
      """
      UPDATE timer
         SET life = uuidv7(), due_at = $4, try_at = $4, set_at = now(), attempts = 0, asked = 'skip', asked_by = $3,
             asked_at = now()
       WHERE kind = $1 AND subject = $2\
      """;

  /** Sets it for that time instead. A process that has just claimed it does nothing. */
  Future<Void> skipTo(Tx tx, TimerKey key, String by, Instant next) {
    return tx.connection()
        .preparedQuery(SKIP)
        .execute(tuple(key.kind(), key.subject(), by, time(next)))
        .mapEmpty();
  }

  private static final String REMOVE = "DELETE FROM timer WHERE kind = $1 AND subject = $2";

  Future<Void> remove(Tx tx, TimerKey key) {
    return tx.connection()
        .preparedQuery(REMOVE)
        .execute(tuple(key.kind(), key.subject()))
        .mapEmpty();
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static TimerView view(Row row) {
    TimerKey key = new TimerKey(row.getString("kind"), row.getString("subject"));
    return new TimerView(
        key.toString(),
        key.kind(),
        key.subject(),
        instant(row, "due_at"),
        instant(row, "try_at"),
        row.getString("recurs"),
        row.getBoolean("is_running"),
        row.getInteger("attempts"),
        instantOrNull(row, "last_started_at"),
        instantOrNull(row, "last_ended_at"),
        row.getDouble("late_seconds"),
        row.getString("last_outcome"),
        row.getString("asked"),
        row.getString("asked_by"),
        instantOrNull(row, "asked_at"),
        null);
  }
}
