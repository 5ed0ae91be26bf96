package dev.imas.core.scheduler;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Schedules a lane's next pass at the earliest requested time. Bound to the context of its
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
   * @param longest the longest wait, whatever is requested, so that timers set by other processes
   *     are found
   */
  NextLook(Vertx vertx, Duration longest, Runnable look) {
    this.vertx = vertx;
    this.longest = longest;
    this.look = look;
  }

  /** Requests a pass after this time at the latest. */
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
