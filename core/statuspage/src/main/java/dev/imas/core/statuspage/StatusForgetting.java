package dev.imas.core.statuspage;

import dev.imas.core.platform.Tx;
import dev.imas.core.subscriber.Subscriptions;
import io.vertx.core.Future;
import java.time.InstantSource;

/**
 * Removes what has been over for a year from status pages, and what was measured more than 90 days
 * ago; and subscribers who have not confirmed. On a virtual thread.
 */
public record StatusForgetting(InstantSource clock, Subscriptions subscriptions) {

  /** Of the transaction's tenant. */
  public Future<Void> forget(Tx tx) {
    new ContentRepository().forget(tx, clock.instant());
    subscriptions.forget(tx);
    return Future.succeededFuture();
  }
}
