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

/** Changes of alerts that no post brings: through the worker functions, over all tenants. */
final class SweepRepository {

  /**
   * @param changed alerts whose state is another now, or that core is to look at again
   * @param taken rows looked at; fewer than the limit: there are no more
   */
  record Swept(int changed, int taken) {}

  private static final String RENEW = "SELECT n, n FROM renew_alerts($1, $2) AS n";

  /** Takes note of what repeats, so that {@link #expire} need not look at it. */
  Future<Swept> renew(Tx tx, Instant now, int limit) {
    return call(tx, RENEW, tuple(time(now), limit));
  }

  private static final String EXPIRE = "SELECT n, n FROM expire_alerts($1, $2, $3) AS n";

  /** Ends what has passed its end. */
  Future<Swept> expire(Tx tx, Instant now, Duration grace, int limit) {
    return call(tx, EXPIRE, tuple(time(now), interval(grace), limit));
  }

  private static final String LAPSE = "SELECT n, n FROM lapse_alerts($1, $2, $3, $4) AS n";

  /** Ends what tells no end and was not heard of for too long. */
  Future<Swept> lapse(Tx tx, Instant now, Duration staleAfter, Duration grace, int limit) {
    return call(tx, LAPSE, tuple(time(now), interval(staleAfter), interval(grace), limit));
  }

  private static final String REFIRE = "SELECT refired, taken FROM refire_alerts($1, $2)";

  /** Opens what fired within the reorder window and was not followed by a recovery. */
  Future<Swept> refire(Tx tx, Instant now, int limit) {
    return call(tx, REFIRE, tuple(time(now), limit));
  }

  private static final String RECHECK =
      "SELECT still_firing, taken FROM recheck_incidents($1, $2, $3)";

  /** Finds alerts that fire on though somebody resolved their incident. */
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
