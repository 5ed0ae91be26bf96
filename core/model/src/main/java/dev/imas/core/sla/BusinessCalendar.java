package dev.imas.core.sla;

import dev.imas.core.oncall.Interval;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When time counts: weekly hours of a zone, without its holidays. An instant is open if local
 * clocks show a time within the hours then. So hours that clocks skip are no time at all, and hours
 * that they show twice count twice.
 *
 * @param hours in any order; those that overlap count once
 * @param holidays local days on which it is closed
 */
public record BusinessCalendar(ZoneId zone, List<OpeningHours> hours, Set<LocalDate> holidays) {

  /** Around the clock. */
  public static final BusinessCalendar ALWAYS =
      new BusinessCalendar(
          ZoneOffset.UTC,
          Arrays.stream(DayOfWeek.values())
              .map(day -> new OpeningHours(day, 0, OpeningHours.MIDNIGHT))
              .toList(),
          Set.of());

  /** How far ahead {@link #add} looks. Settings whose goals lie further ahead are refused. */
  public static final Duration LONGEST_LOOK = Duration.ofDays(3 * 366);

  public BusinessCalendar {
    hours =
        hours.stream()
            .sorted(Comparator.comparing(OpeningHours::day).thenComparing(OpeningHours::from))
            .toList();
    holidays = Set.copyOf(holidays);
  }

  /** The same with these holidays. */
  public BusinessCalendar with(Set<LocalDate> others) {
    return new BusinessCalendar(zone, hours, others);
  }

  /** Whether every minute of the week is open but for holidays. */
  public boolean isAroundTheClock() {
    int[] open = new int[8];
    for (OpeningHours one : hours) {
      int day = one.day().getValue();
      if (one.from() <= open[day]) {
        open[day] = Math.max(open[day], one.until());
      }
    }
    return Arrays.stream(open, 1, open.length).allMatch(until -> until == OpeningHours.MIDNIGHT);
  }

  /** How much of the time from one instant to another is open; zero if the other is not later. */
  public Duration openBetween(Instant from, Instant until) {
    Duration open = Duration.ZERO;
    for (Interval one : intervals(from, until)) {
      open = open.plus(one.length());
    }
    return open;
  }

  /**
   * The first instant by which so much open time has passed. It is within open hours, or where they
   * end.
   *
   * @param openTime not negative; zero is over at once, also in closed hours
   * @return empty if it does not pass within {@link #LONGEST_LOOK}
   */
  public Optional<Instant> add(Instant from, Duration openTime) {
    if (openTime.isZero()) {
      return Optional.of(from);
    }
    Duration left = openTime;
    Instant horizon = from.plus(LONGEST_LOOK);
    LocalDate day = from.atZone(zone).toLocalDate();
    while (day.atStartOfDay(zone).toInstant().isBefore(horizon)) {
      for (Interval open : of(day)) {
        if (!open.until().isAfter(from)) {
          continue;
        }
        Instant start = open.from().isBefore(from) ? from : open.from();
        Duration length = Duration.between(start, open.until());
        if (length.compareTo(left) >= 0) {
          return Optional.of(start.plus(left));
        }
        left = left.minus(length);
      }
      day = day.plusDays(1);
    }
    return Optional.empty();
  }

  /**
   * The end of a working day. Working days are local days with open time, counted from the one
   * after that instant's. A day ends when its open time does, or in its last minute if that is
   * midnight, so that its date is the day's.
   *
   * @param days at least 1
   * @return empty if there are not so many within {@link #LONGEST_LOOK}
   */
  public Optional<Instant> endOfWorkingDay(Instant from, int days) {
    LocalDate day = from.atZone(zone).toLocalDate();
    LocalDate horizon = day.plusDays(LONGEST_LOOK.toDays());
    int left = days;
    while (day.isBefore(horizon)) {
      day = day.plusDays(1);
      List<Interval> open = of(day);
      if (!open.isEmpty() && --left == 0) {
        Instant end = open.getLast().until();
        return Optional.of(
            end.atZone(zone).toLocalDate().isAfter(day) ? end.minus(Duration.ofMinutes(1)) : end);
      }
    }
    return Optional.empty();
  }

  /** The open times between, in order. None touches the next within a day. */
  public List<Interval> intervals(Instant from, Instant until) {
    if (!from.isBefore(until)) {
      return List.of();
    }
    Interval wanted = new Interval(from, until);
    List<Interval> open = new ArrayList<>();
    LocalDate last = until.atZone(zone).toLocalDate();
    for (LocalDate day = from.atZone(zone).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (Interval one : of(day)) {
        one.in(wanted).ifPresent(open::add);
      }
    }
    return open;
  }

  /**
   * The open times of a local day, in order. The day is cut where clocks change, and within each
   * part local times and instants differ by one offset. Clocks that are set back over midnight show
   * a day's last hour after the next one has begun, so a day's times are those that its date shows.
   */
  private List<Interval> of(LocalDate day) {
    if (holidays.contains(day) || hours.stream().noneMatch(h -> h.day() == day.getDayOfWeek())) {
      return List.of();
    }
    ZoneRules rules = zone.getRules();
    Instant begin = day.atStartOfDay().toInstant(ZoneOffset.MAX);
    Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.MIN);
    List<Interval> open = new ArrayList<>();
    Instant start = begin;
    while (start.isBefore(end)) {
      ZoneOffsetTransition change = rules.nextTransition(start);
      Instant stop = change == null || change.getInstant().isAfter(end) ? end : change.getInstant();
      addHours(open, day, rules.getOffset(start), new Interval(start, stop));
      start = stop;
    }
    return joined(open);
  }

  private void addHours(
      List<Interval> open, LocalDate day, ZoneOffset offset, Interval sameOffset) {
    Instant midnight = day.atStartOfDay().toInstant(offset);
    for (OpeningHours one : hours) {
      if (one.day() == day.getDayOfWeek()) {
        new Interval(
                midnight.plus(Duration.ofMinutes(one.from())),
                midnight.plus(Duration.ofMinutes(one.until())))
            .in(sameOffset)
            .ifPresent(open::add);
      }
    }
  }

  /** The same times in order, with those that overlap or touch as one. */
  private static List<Interval> joined(Collection<Interval> intervals) {
    List<Interval> joined = new ArrayList<>();
    for (Interval next : intervals.stream().sorted(Comparator.comparing(Interval::from)).toList()) {
      Interval last = joined.isEmpty() ? null : joined.getLast();
      if (last == null || next.from().isAfter(last.until())) {
        joined.add(next);
      } else if (next.until().isAfter(last.until())) {
        joined.set(joined.size() - 1, new Interval(last.from(), next.until()));
      }
    }
    return joined;
  }
}
