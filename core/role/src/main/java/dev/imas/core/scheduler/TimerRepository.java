package dev.imas.core.scheduler;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Timers in the database, by its own clock. */
final class TimerRepository {

  record Claimed(UUID tenant, String name, Instant dueAt, int attempts, String payload) {}

  private static final String REGISTER =
      """
      INSERT INTO timer (tenant_id, name, due_at, period)
      VALUES (current_tenant(), $1, now(), $2)
      ON CONFLICT (tenant_id, name) DO UPDATE
         SET period = excluded.period, due_at = least(timer.due_at, now() + excluded.period)\
      """;

  /** A periodic timer of the transaction's tenant. Again is harmless; a new period takes over. */
  Future<Void> register(Tx tx, String name, Duration period) {
    return tx.connection()
        .preparedQuery(REGISTER)
        .execute(tuple(name, interval(period)))
        .mapEmpty();
  }

  private static final String CLAIM =
      "SELECT tenant_id, name, due_at, attempts, payload FROM claim_timer($1)";

  Future<Optional<Claimed>> claim(Tx tx, Duration lease) {
    return tx.connection()
        .preparedQuery(CLAIM)
        .execute(tuple(interval(lease)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Claimed(
                      row.getUUID("tenant_id"),
                      row.getString("name"),
                      instant(row, "due_at"),
                      row.getInteger("attempts"),
                      row.getString("payload")));
            });
  }

  private static final String FINISH = "SELECT finish_timer($1, $2, $3, $4)";

  /**
   * @param retry null when the run succeeded
   */
  Future<Void> finish(Tx tx, Claimed timer, String outcome, @Nullable Duration retry) {
    return tx.connection()
        .preparedQuery(FINISH)
        .execute(tuple(timer.tenant, timer.name, outcome, retry == null ? null : interval(retry)))
        .mapEmpty();
  }
}
