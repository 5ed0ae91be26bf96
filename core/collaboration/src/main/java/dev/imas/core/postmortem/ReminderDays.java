package dev.imas.core.postmortem;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * When people are reminded of a post-mortem that is due: two days before, on the day, and every
 * week after it, in the morning. Only its end ends them. Pure.
 */
final class ReminderDays {

  private static final LocalTime MORNING = LocalTime.of(9, 0);
  private static final int AHEAD = 2;
  private static final int WEEK = 7;

  private ReminderDays() {}

  /** The first one after that moment. Those that were missed are made up for by none. */
  static Instant next(Instant due, ZoneId zone, Instant after) {
    LocalDate day = due.atZone(zone).toLocalDate();
    Instant ahead = morning(day.minusDays(AHEAD), zone);
    if (ahead.isAfter(after)) {
      return ahead;
    }
    long since = Math.max(0, ChronoUnit.DAYS.between(day, after.atZone(zone).toLocalDate()));
    LocalDate last = day.plusDays(since - since % WEEK);
    Instant at = morning(last, zone);
    return at.isAfter(after) ? at : morning(last.plusDays(WEEK), zone);
  }

  /** Whether that moment is on a later day than the one on which it is due. */
  static boolean isLate(Instant due, ZoneId zone, Instant at) {
    return at.atZone(zone).toLocalDate().isAfter(due.atZone(zone).toLocalDate());
  }

  private static Instant morning(LocalDate day, ZoneId zone) {
    return day.atTime(MORNING).atZone(zone).toInstant();
  }
}
