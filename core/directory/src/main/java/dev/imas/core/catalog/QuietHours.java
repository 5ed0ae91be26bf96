package dev.imas.core.catalog;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time of the day in which a person or a channel is told nothing that can wait: {@code [from,
 * until)} by the clocks of their zone. It may go past midnight. On a night on which clocks change
 * it begins and ends by the clock on the wall, so it is an hour longer or shorter. Pure.
 *
 * @param days on which it begins
 */
public record QuietHours(LocalTime from, LocalTime until, List<DayOfWeek> days) {

  public QuietHours {
    days = List.copyOf(days);
  }

  /** Of the columns {@code quiet_from}, {@code quiet_until} and {@code quiet_days}. */
  public static @Nullable QuietHours of(
      @Nullable LocalTime from, @Nullable LocalTime until, Short @Nullable [] days) {
    return from == null || until == null || days == null
        ? null
        : new QuietHours(from, until, Arrays.stream(days).map(DayOfWeek::of).toList());
  }

  /** Their days as columns have them. */
  public Short[] dayNumbers() {
    return days.stream().map(day -> (short) day.getValue()).toArray(Short[]::new);
  }

  /** When the quiet hours end in which this moment lies; empty if it lies in none. */
  public Optional<Instant> endAt(Instant moment, ZoneId zone) {
    LocalDate today = moment.atZone(zone).toLocalDate();
    // Those that began yesterday may go past midnight, and where midnight is skipped, those of
    // tomorrow may begin today.
    for (int day = -1; day <= 1; day++) {
      LocalDate date = today.plusDays(day);
      if (days.contains(date.getDayOfWeek())) {
        Instant begins = date.atTime(from).atZone(zone).toInstant();
        LocalDate last = until.isAfter(from) ? date : date.plusDays(1);
        Instant ends = last.atTime(until).atZone(zone).toInstant();
        if (!moment.isBefore(begins) && moment.isBefore(ends)) {
          return Optional.of(ends);
        }
      }
    }
    return Optional.empty();
  }
}
