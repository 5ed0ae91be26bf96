package dev.imas.core.regime;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When people are reminded of a stage: after a third, two thirds and eleven twelfths of its time;
 * when it is over, every hour for six hours, then every day. Of 72 hours these are 24, 48 and 66.
 */
public final class DutyReminders {

  private static final int TWELFTHS = 12;
  private static final int[] AHEAD = {4, 8, 11};
  private static final int HOURLY = 6;

  /** At its due time a report is still in time, so a missed limit is noticed right after that. */
  private static final Duration RIGHT_AFTER = Duration.of(1, ChronoUnit.MICROS);

  private DutyReminders() {}

  /** The first one after that instant. There always is one: only proof ends them. */
  static Instant next(Instant start, Instant due, Instant after) {
    for (int twelfths : AHEAD) {
      Instant at = ahead(start, due, twelfths);
      if (at.isAfter(after) && !at.isAfter(due)) {
        return at;
      }
    }
    for (int hours = 0; hours <= HOURLY; hours++) {
      Instant at = due.plus(Duration.ofHours(hours)).plus(RIGHT_AFTER);
      if (at.isAfter(after)) {
        return at;
      }
    }
    Instant overdue = due.plus(RIGHT_AFTER);
    long days = Math.max(0, Duration.between(overdue, after).toDays());
    return overdue.plus(Duration.ofDays(days + 1));
  }

  private static Instant ahead(Instant start, Instant due, int twelfths) {
    Duration whole = Duration.between(start, due);
    return start
        .plus(whole.multipliedBy(twelfths).dividedBy(TWELFTHS))
        .truncatedTo(ChronoUnit.MICROS);
  }
}
