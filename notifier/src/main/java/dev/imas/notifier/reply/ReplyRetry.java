package dev.imas.notifier.reply;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before something is said again. When it is too late is for the database. Pure.
 */
final class ReplyRetry {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration CEILING = Duration.ofSeconds(30);

  private ReplyRetry() {}

  /**
   * @param attempt 1 for the first
   * @param asked what the vendor asks to wait; null: nothing
   */
  static Duration after(int attempt, @Nullable Duration asked) {
    Duration own = FIRST.multipliedBy(1L << Math.min(attempt - 1, 10));
    Duration cut = own.compareTo(CEILING) < 0 ? own : CEILING;
    return asked != null && asked.compareTo(cut) > 0 ? asked : cut;
  }
}
