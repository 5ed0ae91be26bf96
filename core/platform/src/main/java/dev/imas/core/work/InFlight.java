package dev.imas.core.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Work that passes hand over and that ends by itself: so many at once, and a way to wait for the
 * last at a stop. Bound to the context of its loop.
 */
public final class InFlight {

  private final int most;
  private final Promise<Void> drained = Promise.promise();
  private int count;
  private boolean draining;

  /**
   * @param most at once, 1 or more
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

  /** Call it when nothing new begins any more. Ends when nothing is under way. */
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
