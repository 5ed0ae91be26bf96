package dev.imas.notifier.reply;

import dev.imas.core.work.RetrySchedule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before something is said again. When it is too late is for the database. Pure.
 */
final class ReplyRetry {

  private static final RetrySchedule SCHEDULE =
      RetrySchedule.of(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private ReplyRetry() {}

  /**
   * @param attempt 1 for the first
   * @param asked what the vendor asks to wait; null: nothing
   */
  static Duration after(int attempt, @Nullable Duration asked) {
    return SCHEDULE.atLeast(SCHEDULE.pause(attempt - 1), asked);
  }
}
