package dev.imas.core.summary;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/** A summary of a time that ends at the tenant's time of digests. Pure. */
enum SummaryKind {
  DAILY,
  /** Ends on Mondays. */
  WEEKLY,
  /** Ends on the first day of a month. */
  MONTHLY;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a summary is about.
   *
   * @param until when it is due, too
   */
  record Period(Instant from, Instant until) {}

  /** The last one that has ended. */
  Period last(ZoneId zone, LocalTime at, Instant now) {
    ZonedDateTime end = now.atZone(zone).toLocalDate().atTime(at).atZone(zone);
    while (end.toInstant().isAfter(now) || !endsOn(end.toLocalDate())) {
      // By dates, so that a change of the clocks moves none of them.
      end = end.toLocalDate().minusDays(1).atTime(at).atZone(zone);
    }
    Instant from = begin(end.toLocalDate()).atTime(at).atZone(zone).toInstant();
    return new Period(from, end.toInstant());
  }

  private boolean endsOn(LocalDate day) {
    return switch (this) {
      case DAILY -> true;
      case WEEKLY -> day.getDayOfWeek() == DayOfWeek.MONDAY;
      case MONTHLY -> day.getDayOfMonth() == 1;
    };
  }

  private LocalDate begin(LocalDate end) {
    return switch (this) {
      case DAILY -> end.minusDays(1);
      case WEEKLY -> end.minusWeeks(1);
      case MONTHLY -> end.minusMonths(1);
    };
  }
}
