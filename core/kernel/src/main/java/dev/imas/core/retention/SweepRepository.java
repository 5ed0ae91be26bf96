package dev.imas.core.retention;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;

/** Changes alerts without a post, through the worker functions, for all tenants. */
final class SweepRepository {

  /**
   * @param changed how many alerts changed their state, or must be checked by core
   * @param taken how many rows were processed; if fewer than the limit, there are no more
   */
  record Swept(int changed, int taken) {}

  private static final String RENEW = "SELECT n, n FROM renew_alerts($1, $2) AS n";

  /** Writes the new end times of repeated alerts, so that {@link #expire} does not find these. */
  Future<Swept> renew(Tx tx, Instant now, int limit) {
    return call(tx, RENEW, tuple(time(now), limit));
  }

  private static final String EXPIRE = "SELECT n, n FROM expire_alerts($1, $2, $3) AS n";

  /** Ends alerts whose end has passed. */
  Future<Swept> expire(Tx tx, Instant now, Duration grace, int limit) {
    return call(tx, EXPIRE, tuple(time(now), interval(grace), limit));
  }

  private static final String LAPSE = "SELECT n, n FROM lapse_alerts($1, $2, $3, $4) AS n";

  /** Ends alerts without an end time that were not repeated for too long. */
  Future<Swept> lapse(Tx tx, Instant now, Duration staleAfter, Duration grace, int limit) {
    return call(tx, LAPSE, tuple(time(now), interval(staleAfter), interval(grace), limit));
  }

  private static final String REFIRE = "SELECT refired, taken FROM refire_alerts($1, $2)";

  /** Opens alerts that fired within the reorder window without a later recovery. */
  Future<Swept> refire(Tx tx, Instant now, int limit) {
    return call(tx, REFIRE, tuple(time(now), limit));
  }

  private static final String RECHECK =
      "SELECT still_firing, taken FROM recheck_incidents($1, $2, $3)";

  /** Finds alerts that still fire although somebody resolved their incident. */
  Future<Swept> recheck(Tx tx, Instant now, Duration again, int limit) {
    return call(tx, RECHECK, tuple(time(now), interval(again), limit));
  }

  private static Future<Swept> call(Tx tx, String sql, Tuple values) {
    return tx.connection()
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Swept(row.getInteger(0), row.getInteger(1));
            });
  }
}
