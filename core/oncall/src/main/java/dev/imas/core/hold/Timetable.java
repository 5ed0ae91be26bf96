package dev.imas.core.hold;

import dev.imas.core.scheduler.Recurrence;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;

/**
 * When a tenant's collected messages are sent (NTF-22). Pure.
 *
 * @param zone by whose clocks digests are sent
 * @param groupEvery the time between two grouped messages of a receiver, counted from midnight UTC
 *     of 1970
 * @param digestAt the time of day of the daily digest, and on Mondays of the weekly one
 */
record Timetable(ZoneId zone, Duration groupEvery, LocalTime digestAt) {

  static final Timetable USUAL =
      new Timetable(ZoneId.of("UTC"), Duration.ofMinutes(15), LocalTime.of(8, 0));

  /** The first time after now. */
  Instant nextGroup(Instant now) {
    long every = groupEvery.toSeconds();
    return Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), every) + 1) * every);
  }

  /** The first time after now. */
  Instant nextDaily(Instant now) {
    return daily().first(now);
  }

  /** The first time after now. */
  Instant nextWeekly(Instant now) {
    return weekly().first(now);
  }

  Recurrence.AtTime daily() {
    return new Recurrence.AtTime(digestAt, zone);
  }

  Recurrence.AtTime weekly() {
    return new Recurrence.AtTime(digestAt, zone, EnumSet.of(DayOfWeek.MONDAY));
  }
}
