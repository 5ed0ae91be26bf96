package dev.imas.core.statuspage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a component was up and down, as probes measured it. What was not measured is neither.
 * Pure.
 *
 * @param percentage up, of what was measured; null if nothing was. Never rounded up, so 100 means
 *     that nothing was down
 * @param days the last 90 days of UTC, the oldest first
 */
record Uptime(@Nullable Double percentage, List<Day> days) {

  static final int DAYS = 90;

  Uptime {
    days = List.copyOf(days);
  }

  /** What rows say of a day, in milliseconds. */
  record Measured(long up, long down) {
    static final Measured NOTHING = new Measured(0, 0);
  }

  /**
   * @param unmeasuredSeconds of the day so far
   */
  record Day(LocalDate day, int upSeconds, int downSeconds, int unmeasuredSeconds) {

    /** Whether probes found out anything. */
    boolean hasData() {
      return upSeconds > 0 || downSeconds > 0;
    }
  }

  static LocalDate firstDay(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(DAYS - 1L);
  }

  static Uptime of(Map<LocalDate, Measured> measured, Instant now) {
    List<Day> days = new ArrayList<>();
    long up = 0;
    long down = 0;
    LocalDate first = firstDay(now);
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = first.plusDays(i);
      Measured of = measured.getOrDefault(day, Measured.NOTHING);
      up += of.up;
      down += of.down;
      days.add(day(day, of, now));
    }
    return new Uptime(up + down == 0 ? null : percentage(up, down), days);
  }

  private static Day day(LocalDate day, Measured of, Instant now) {
    Instant begins = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant ends = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    long whole = Duration.between(begins, now.isBefore(ends) ? now : ends).toSeconds();
    int up = (int) (of.up / 1_000);
    // An outage of less than a second is one.
    int down = (int) ((of.down + 999) / 1_000);
    return new Day(day, up, down, (int) Math.max(0, whole - up - down));
  }

  /** With two decimals, rounded down. */
  static double percentage(long up, long down) {
    return up * 10_000 / (up + down) / 100.0;
  }
}
