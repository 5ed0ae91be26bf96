package dev.imas.core.scheduler;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * When a lane looks next: at the earliest time that anybody asked for. Bound to the context of its
 * verticle.
 */
final class NextLook {

  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration longest;
  private final Runnable look;
  private long timer = NONE;
  private long at;

  /**
   * @param longest that it waits, whatever is asked: what another process sets is found by then
   */
  NextLook(Vertx vertx, Duration longest, Runnable look) {
    this.vertx = vertx;
    this.longest = longest;
    this.look = look;
  }

  /** Look after that time at the latest. */
  void in(Duration wait) {
    long millis = Math.clamp(wait.toMillis(), 1, Math.max(1, longest.toMillis()));
    long wanted = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    if (timer != NONE) {
      if (at - wanted <= 0) {
        return;
      }
      vertx.cancelTimer(timer);
    }
    at = wanted;
    timer =
        vertx.setTimer(
            millis,
            id -> {
              timer = NONE;
              look.run();
            });
  }

  void stop() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
    }
  }
}
