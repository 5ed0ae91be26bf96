package dev.imas.core.dora;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that metrics are about. Pure.
 *
 * @param from its first moment
 * @param to the first moment after it
 * @param zone by whose clocks days and months begin
 */
record DoraSpan(Instant from, Instant to, ZoneId zone) {

  private static final BigDecimal SECONDS_OF_A_DAY = BigDecimal.valueOf(86_400);
  private static final int DIGITS = 6;

  boolean has(Instant at) {
    return !at.isBefore(from) && at.isBefore(to);
  }

  /** The same, but not after that moment. */
  DoraSpan until(Instant end) {
    return end.isBefore(to) ? new DoraSpan(from, end.isBefore(from) ? from : end, zone) : this;
  }

  LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, zone);
  }

  /** How many days it has by the clocks of the zone, so that no day is longer than another. */
  BigDecimal days() {
    Duration length =
        Duration.between(LocalDateTime.ofInstant(from, zone), LocalDateTime.ofInstant(to, zone));
    return BigDecimal.valueOf(length.toSeconds())
        .divide(SECONDS_OF_A_DAY, DIGITS, RoundingMode.HALF_UP);
  }

  /** The first day that lies in it from its beginning. */
  LocalDate firstWholeDay() {
    LocalDate day = day(from);
    return day.atStartOfDay(zone).toInstant().isBefore(from) ? day.plusDays(1) : day;
  }

  /** The day after the last that lies in it to its end. */
  LocalDate endOfWholeDays() {
    return day(to);
  }

  /** A month of it, or what of the month lies in it. */
  record Month(YearMonth month, DoraSpan span) {}

  List<Month> months() {
    List<Month> months = new ArrayList<>();
    YearMonth month = YearMonth.from(day(from));
    for (Instant start = from; start.isBefore(to); month = month.plusMonths(1)) {
      Instant next = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
      Instant end = next.isBefore(to) ? next : to;
      months.add(new Month(month, new DoraSpan(start, end, zone)));
      start = end;
    }
    return months;
  }
}
