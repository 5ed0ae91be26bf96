package dev.imas.core.privacy;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When people are reminded of a request that is open: once three quarters of its time are over,
 * when it is due, and each day after that for a month. Pure.
 */
final class RequestReminder {

  private static final int DAYS_OVERDUE = 30;

  private RequestReminder() {}

  /** The first one after now; null if there are no more. */
  static @Nullable Instant next(Instant received, Instant due, Instant now) {
    Instant soon = due.minus(Duration.between(received, due).dividedBy(4));
    return Stream.concat(
            Stream.of(soon),
            IntStream.rangeClosed(0, DAYS_OVERDUE).mapToObj(day -> due.plus(Duration.ofDays(day))))
        .filter(at -> at.isAfter(now))
        .findFirst()
        .orElse(null);
  }
}
