package dev.imas.core.item;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When people are reminded of what is due: a day before, then, and in the three weeks after that
 * once each. These are five, and nobody is told more often of one due date. Pure.
 */
final class DueReminders {

  private static final List<Duration> AFTER_DUE =
      List.of(
          Duration.ofDays(-1),
          Duration.ZERO,
          Duration.ofDays(7),
          Duration.ofDays(14),
          Duration.ofDays(21));

  private DueReminders() {}

  /** The first that comes after that moment. Those that were missed are made up for by none. */
  static Optional<Instant> next(Instant due, Instant after) {
    return AFTER_DUE.stream().map(due::plus).filter(at -> at.isAfter(after)).findFirst();
  }
}
