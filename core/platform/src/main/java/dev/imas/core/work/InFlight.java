package dev.imas.core.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Counts the work that passes start and that ends later. It bounds how much runs at once, and lets
 * a stop wait for the last. Bound to the context of its loop.
 */
public final class InFlight {

  private final int most;
  private final Promise<Void> drained = Promise.promise();
  private int count;
  private boolean draining;

  /**
   * @param most how much may run at once, 1 or more
   */
  public InFlight(int most) {
    this.most = most;
  }

  /** How many more may begin. */
  public int room() {
    return Math.max(0, most - count);
  }

  public int count() {
    return count;
  }

  public void begin() {
    count++;
  }

  public void end() {
    count--;
    completeWhenDrained();
  }

  /** Call it when nothing new begins any more. Completes when nothing is in progress. */
  public Future<Void> drain() {
    draining = true;
    completeWhenDrained();
    return drained.future();
  }

  private void completeWhenDrained() {
    if (draining && count == 0) {
      drained.tryComplete();
    }
  }
}
