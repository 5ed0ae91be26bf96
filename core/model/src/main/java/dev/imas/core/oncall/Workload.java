package dev.imas.core.oncall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * How much of a time a person was on call, by the clocks of their own zone. Time on call at several
 * levels, or in several schedules, counts once. A night is 22:00 to 07:00, a weekend Saturday and
 * Sunday.
 *
 * @param shifts how many shifts touch the time
 * @param time all of it
 * @param night of it at night
 * @param weekend of it at weekends
 * @param holiday of it on holidays
 * @param nights in how many nights
 * @param weekends on how many weekends
 * @param holidays on how many holidays
 */
public record Workload(
    int shifts,
    Duration time,
    Duration night,
    Duration weekend,
    Duration holiday,
    int nights,
    int weekends,
    int holidays) {

  public static final LocalTime NIGHT_BEGINS = LocalTime.of(22, 0);
  public static final LocalTime NIGHT_ENDS = LocalTime.of(7, 0);

  public static final Workload NONE =
      new Workload(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0);

  /** Whether it is night then, by clocks of that zone. */
  public static boolean isNight(Instant at, ZoneId zone) {
    LocalTime time = at.atZone(zone).toLocalTime();
    return !time.isBefore(NIGHT_BEGINS) || time.isBefore(NIGHT_ENDS);
  }

  /**
   * The workload of each person who has a shift in that time.
   *
   * @param shifts also of several schedules; what lies outside of the time is left out
   * @param zone of a person
   * @param holidays the days that count as such
   */
  public static Map<UUID, Workload> of(
      List<Shift> shifts, Interval range, Function<UUID, ZoneId> zone, Set<LocalDate> holidays) {
    Map<UUID, List<Interval>> times = new LinkedHashMap<>();
    for (Shift shift : shifts) {
      shift
          .when()
          .in(range)
          .ifPresent(
              when -> times.computeIfAbsent(shift.person(), id -> new ArrayList<>()).add(when));
    }
    Map<UUID, Workload> workloads = new LinkedHashMap<>();
    times.forEach(
        (person, own) -> {
          Sum sum = new Sum(zone.apply(person), holidays);
          Interval.joined(own).forEach(sum::add);
          workloads.put(person, sum.workload(own.size()));
        });
    return workloads;
  }

  /** Adds up the times of one person, day by day. */
  private static final class Sum {

    private final ZoneId zone;
    private final Set<LocalDate> holidays;
    private Duration time = Duration.ZERO;
    private Duration night = Duration.ZERO;
    private Duration weekend = Duration.ZERO;
    private Duration holiday = Duration.ZERO;

    /** By the day on which they begin. */
    private final Set<LocalDate> nights = new HashSet<>();

    /** By their Saturdays. */
    private final Set<LocalDate> weekends = new HashSet<>();

    private final Set<LocalDate> daysOff = new HashSet<>();

    Sum(ZoneId zone, Set<LocalDate> holidays) {
      this.zone = zone;
      this.holidays = holidays;
    }

    void add(Interval when) {
      time = time.plus(when.length());
      LocalDate last = when.until().atZone(zone).toLocalDate();
      // The night of the day before may reach into the first day.
      for (LocalDate day = when.from().atZone(zone).toLocalDate().minusDays(1);
          !day.isAfter(last);
          day = day.plusDays(1)) {
        addNight(when, day);
        addDay(when, day);
      }
    }

    private void addNight(Interval when, LocalDate day) {
      Duration part =
          common(
              when,
              day.atTime(NIGHT_BEGINS).atZone(zone).toInstant(),
              day.plusDays(1).atTime(NIGHT_ENDS).atZone(zone).toInstant());
      if (part.isPositive()) {
        night = night.plus(part);
        nights.add(day);
      }
    }

    private void addDay(Interval when, LocalDate day) {
      Duration part =
          common(
              when,
              day.atStartOfDay(zone).toInstant(),
              day.plusDays(1).atStartOfDay(zone).toInstant());
      if (!part.isPositive()) {
        return;
      }
      if (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
        weekend = weekend.plus(part);
        weekends.add(day.getDayOfWeek() == DayOfWeek.SUNDAY ? day.minusDays(1) : day);
      }
      if (holidays.contains(day)) {
        holiday = holiday.plus(part);
        daysOff.add(day);
      }
    }

    private static Duration common(Interval when, Instant from, Instant until) {
      return from.isBefore(until)
          ? when.in(new Interval(from, until)).map(Interval::length).orElse(Duration.ZERO)
          : Duration.ZERO;
    }

    Workload workload(int shifts) {
      return new Workload(
          shifts, time, night, weekend, holiday, nights.size(), weekends.size(), daysOff.size());
    }
  }
}
