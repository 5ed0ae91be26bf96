package dev.imas.core.retention;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;

/** What PostgreSQL tells of transactions that are open, whoever opened them. */
final class OpenTransactionRepository {

  private static final String OLDEST = "SELECT oldest_transaction()";

  /** NaN where we may not see those of others. */
  Future<Double> oldestSeconds(Tx tx) {
    return tx.connection()
        .preparedQuery(OLDEST)
        .execute()
        .map(
            rows -> {
              Double seconds = rows.iterator().next().getDouble(0);
              return seconds == null ? Double.NaN : seconds;
            });
  }
}
