package dev.imas.core.work;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Sees what other sessions of the database do. */
final class SessionRepository {

  private static final String BUSY = "SELECT busy_sessions() AS busy";

  /** How many of them execute a statement; null if nobody may see it. */
  Future<@Nullable Integer> busy(Tx tx) {
    return tx.connection()
        .preparedQuery(BUSY)
        .execute()
        .map(rows -> rows.iterator().next().getInteger("busy"));
  }
}
