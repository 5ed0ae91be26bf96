package dev.imas.core.statuspage;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;

/**
 * Removes what has been over for a year from status pages, and what was measured more than 90 days
 * ago. On a virtual thread.
 */
public record StatusForgetting(InstantSource clock) {

  /** Of the transaction's tenant. */
  public Future<Void> forget(Tx tx) {
    new ContentRepository().forget(tx, clock.instant());
    return Future.succeededFuture();
  }
}
