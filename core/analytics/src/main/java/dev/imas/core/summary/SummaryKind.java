package dev.imas.core.summary;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/** A summary of a time that ends at the tenant's time of digests. Pure. */
enum SummaryKind {
  DAILY(1),
  /** Ends on Mondays. */
  WEEKLY(7);

  private final int days;

  SummaryKind(int days) {
    this.days = days;
  }

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
    while (end.toInstant().isAfter(now)
        || this == WEEKLY && end.getDayOfWeek() != DayOfWeek.MONDAY) {
      // By dates, so that a change of the clocks moves none of them.
      end = end.toLocalDate().minusDays(1).atTime(at).atZone(zone);
    }
    Instant from = end.toLocalDate().minusDays(days).atTime(at).atZone(zone).toInstant();
    return new Period(from, end.toInstant());
  }
}
