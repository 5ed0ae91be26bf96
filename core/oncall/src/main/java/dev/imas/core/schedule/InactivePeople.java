package dev.imas.core.schedule;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;

/**
 * Notes since when people who take turns are inactive, whoever made them so. From then on the next
 * in the order takes their turns (M13). Only on a virtual thread.
 */
public final class InactivePeople {

  private final InactiveRepository repository = new InactiveRepository();
  private final InstantSource clock;

  public InactivePeople(InstantSource clock) {
    this.clock = clock;
  }

  public Future<Void> follow(Tx tx) {
    repository.follow(tx, clock.instant());
    return Future.succeededFuture();
  }
}
