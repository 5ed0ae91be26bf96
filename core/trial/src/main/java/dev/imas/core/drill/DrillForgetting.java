package dev.imas.core.drill;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Removes drills that ended long ago.
 *
 * @param kept how long they are kept
 */
public record DrillForgetting(Duration kept, InstantSource clock) {

  /** Of the transaction's tenant. */
  public Future<Void> forget(Tx tx) {
    return new DrillRepository().forget(tx, clock.instant().minus(kept));
  }
}
