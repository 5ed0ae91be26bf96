package dev.imas.core.oncall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Restricted hours: they begin at a time of day, on some days of the week, and last as long by
 * local clocks. {@code 22:00} for eight hours on Friday ends on Saturday at {@code 06:00}.
 *
 * @param days the days on which it begins, not empty
 * @param length a minute to seven days
 */
public record Window(Set<DayOfWeek> days, LocalTime start, Duration length) {

  private static final Duration LONGEST = Duration.ofDays(7);

  public Window {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("restricted hours need at least one day of the week");
    }
    if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "restricted hours must last a minute to seven days, not " + length);
    }
    days = Set.copyOf(EnumSet.copyOf(days));
  }

  /** Whether that time is within the hours, by clocks of the zone. */
  public boolean holds(Instant at, ZoneId zone) {
    List<Interval> times = new ArrayList<>();
    addTo(times, zone, at, at.plusNanos(1));
    return times.stream().anyMatch(time -> time.holds(at));
  }

  /** Adds its times that begin before {@code until} and end after {@code from}. */
  void addTo(List<Interval> times, ZoneId zone, Instant from, Instant until) {
    LocalDate last = until.atZone(zone).toLocalDate().plusDays(1);
    LocalDate first = from.atZone(zone).toLocalDate().minusDays(length.toDays() + 2);
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      if (!days.contains(date.getDayOfWeek())) {
        continue;
      }
      LocalDateTime begins = date.atTime(start);
      Instant begin = begins.atZone(zone).toInstant();
      Instant end = begins.plus(length).atZone(zone).toInstant();
      // A gap of the zone may swallow it whole.
      if (begin.isBefore(end) && begin.isBefore(until) && end.isAfter(from)) {
        times.add(new Interval(begin, end));
      }
    }
  }
}
