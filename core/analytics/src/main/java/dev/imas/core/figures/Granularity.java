package dev.imas.core.figures;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** How long the intervals of a trend are. Pure. */
enum Granularity {
  MINUTE(Duration.ofDays(1)),
  HOUR(Duration.ofDays(31)),
  DAY(SpanQuery.LONGEST),
  /** From Monday on. */
  WEEK(SpanQuery.LONGEST);

  private static final long SECONDS = 3_600;

  private final Duration longest;

  Granularity(Duration longest) {
    this.longest = longest;
  }

  /** The longest time that is divided so, which bounds the answer. */
  Duration longest() {
    return longest;
  }

  /** Where the interval ends that this moment is in. */
  Instant next(Instant at, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    return switch (this) {
      case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
      case HOUR -> nextHour(local);
      case DAY -> begin(local.toLocalDate().plusDays(1), zone);
      case WEEK -> begin(local.toLocalDate().with(TemporalAdjusters.next(DayOfWeek.MONDAY)), zone);
    };
  }

  // By the offset in force, since where clocks are set back by half an hour, an hour of the clock
  // ends, and then its second half comes again.
  private static Instant nextHour(ZonedDateTime local) {
    long offset = local.getOffset().getTotalSeconds();
    long hours = Math.floorDiv(local.toEpochSecond() + offset, SECONDS) + 1;
    return Instant.ofEpochSecond(hours * SECONDS - offset);
  }

  private static Instant begin(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }
}
