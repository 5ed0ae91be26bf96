package dev.imas.core.work;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;

/** Reads how busy the database is. */
final class LoadRepository {

  private static final String BUSY = "SELECT coalesce(busy_sessions(), 0) AS busy";

  /** How many other sessions execute a statement; 0 if nobody may see it. */
  Future<Integer> busySessions(Tx tx) {
    return tx.connection()
        .preparedQuery(BUSY)
        .execute()
        .map(rows -> rows.iterator().next().getInteger("busy"));
  }
}
