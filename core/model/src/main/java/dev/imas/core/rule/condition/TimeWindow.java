package dev.imas.core.rule.condition;

import static java.util.stream.Collectors.joining;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hours by the clocks of a zone, from {@code from} until just before {@code to}. Where {@code to}
 * is the earlier one, they go over midnight, and belong to the day on which they begin. An hour
 * that the clocks repeat is within twice, and one that they leave out never.
 *
 * @param weekdays empty for all; so are months, from 1 to 12, and days of the month
 * @param from the same as {@code to} for the whole day
 */
public record TimeWindow(
    ZoneId zone,
    Set<DayOfWeek> weekdays,
    LocalTime from,
    LocalTime to,
    Set<Integer> months,
    Set<Integer> days) {

  public TimeWindow {
    weekdays = Set.copyOf(weekdays);
    months = Set.copyOf(months);
    days = Set.copyOf(days);
  }

  boolean holds(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    LocalTime time = local.toLocalTime();
    LocalDate date = local.toLocalDate();
    if (from.isBefore(to)) {
      return !time.isBefore(from) && time.isBefore(to) && isOn(date);
    }
    return time.isBefore(to) ? isOn(date.minusDays(1)) : !time.isBefore(from) && isOn(date);
  }

  private boolean isOn(LocalDate date) {
    return (weekdays.isEmpty() || weekdays.contains(date.getDayOfWeek()))
        && (months.isEmpty() || months.contains(date.getMonthValue()))
        && (days.isEmpty() || days.contains(date.getDayOfMonth()));
  }

  /** In words for people. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (!from.equals(to)) {
      parts.add(from + " to " + to);
    }
    if (!weekdays.isEmpty()) {
      parts.add(
          weekdays.stream()
              .sorted()
              .map(day -> day.name().toLowerCase(Locale.ROOT))
              .collect(joining(", ")));
    }
    if (!months.isEmpty()) {
      parts.add("months " + numbers(months));
    }
    if (!days.isEmpty()) {
      parts.add("days " + numbers(days));
    }
    return String.join("; ", parts) + " in " + zone;
  }

  private static String numbers(Set<Integer> numbers) {
    return numbers.stream().sorted().map(String::valueOf).collect(joining(", "));
  }
}
