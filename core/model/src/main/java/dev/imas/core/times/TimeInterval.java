package dev.imas.core.times;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A part of a named interval, compiled. It means what it means in Alertmanager: minutes are those
 * of the clocks in its zone. So an hour that the clocks repeat is within twice, and one that they
 * leave out never.
 *
 * @param times minutes of the day; the end of a range is not within. Empty for all, as the others
 * @param weekdays from 0, which is Sunday, to 6
 * @param days of the month; negative ones from its end, which is -1
 */
record TimeInterval(
    List<Range> times,
    List<Range> weekdays,
    List<Range> days,
    List<Range> months,
    List<Range> years,
    ZoneId zone) {

  private static final int DAYS_OF_WEEK = 7;

  TimeInterval {
    times = List.copyOf(times);
    weekdays = List.copyOf(weekdays);
    days = List.copyOf(days);
    months = List.copyOf(months);
    years = List.copyOf(years);
  }

  boolean holds(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    return (times.isEmpty()
            || times.stream().anyMatch(t -> minute >= t.begin() && minute < t.end()))
        && isOn(local.toLocalDate());
  }

  private boolean isOn(LocalDate date) {
    return any(weekdays, date.getDayOfWeek().getValue() % DAYS_OF_WEEK)
        && any(months, date.getMonthValue())
        && any(years, date.getYear())
        && (days.isEmpty() || days.stream().anyMatch(r -> isWithin(r, date)));
  }

  private static boolean any(List<Range> ranges, int number) {
    return ranges.isEmpty() || ranges.stream().anyMatch(r -> r.holds(number));
  }

  private static boolean isWithin(Range days, LocalDate date) {
    int length = date.lengthOfMonth();
    int begin = days.begin() < 0 ? length + days.begin() + 1 : days.begin();
    int end = days.end() < 0 ? length + days.end() + 1 : days.end();
    // What begins after the end of a short month, such as on the 30th, is not in it.
    return begin <= length && date.getDayOfMonth() >= begin && date.getDayOfMonth() <= end;
  }

  /**
   * The next time at which it begins or ends.
   *
   * @return {@code until} if it does neither before
   */
  Instant change(Instant after, Instant until) {
    boolean holds = holds(after);
    LocalDate last = until.atZone(zone).toLocalDate();
    for (LocalDate day = after.atZone(zone).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      if (!holds && !isOn(day)) {
        continue;
      }
      for (Instant edge : edges(day)) {
        if (edge.isAfter(after) && holds(edge) != holds) {
          return edge.isBefore(until) ? edge : until;
        }
      }
    }
    return until;
  }

  /** The times of a day at which it may begin or end, in their order. */
  private SortedSet<Instant> edges(LocalDate day) {
    ZoneRules rules = zone.getRules();
    SortedSet<Instant> edges = new TreeSet<>();
    LocalDateTime midnight = day.atStartOfDay();
    Stream.concat(Stream.of(0), times.stream().flatMap(r -> Stream.of(r.begin(), r.end())))
        .map(midnight::plusMinutes)
        .forEach(
            local -> {
              for (ZoneOffset offset : rules.getValidOffsets(local)) {
                edges.add(local.toInstant(offset));
              }
            });
    // Where the clocks are changed, any minute may follow another.
    Instant begin = day.atStartOfDay(zone).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
    ZoneOffsetTransition change = rules.nextTransition(begin.minusNanos(1));
    while (change != null && !change.getInstant().isAfter(end)) {
      edges.add(change.getInstant());
      change = rules.nextTransition(change.getInstant());
    }
    return edges;
  }
}
