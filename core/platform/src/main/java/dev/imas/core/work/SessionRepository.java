package dev.imas.core.work;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;

/** Sees what other sessions of the database do. */
final class SessionRepository {

  private static final String BUSY = "SELECT coalesce(busy_sessions(), 0) AS busy";

  /** How many of them execute a statement; 0 if nobody may see it. */
  Future<Integer> busy(Tx tx) {
    return tx.connection()
        .preparedQuery(BUSY)
        .execute()
        .map(rows -> rows.iterator().next().getInteger("busy"));
  }
}
