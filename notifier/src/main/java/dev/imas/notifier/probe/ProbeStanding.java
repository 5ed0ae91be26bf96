package dev.imas.notifier.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found last. It stands until the next finding, but for two intervals at most: what comes
 * after was not measured. Pure.
 *
 * @param outcome null if nothing was found yet
 * @param at when; null likewise
 */
record ProbeStanding(@Nullable String outcome, @Nullable Instant at, Duration every) {

  private static final int INTERVALS = 2;

  /** A part of a day of UTC, in milliseconds. */
  record Part(LocalDate day, int up, int down) {}

  /** What it says of the time until then. */
  List<Part> until(Instant now) {
    List<Part> parts = new ArrayList<>();
    boolean isUp = "up".equals(outcome);
    if (at == null || !(isUp || "down".equals(outcome))) {
      return parts;
    }
    Instant last = at.plus(every.multipliedBy(INTERVALS));
    Instant end = now.isBefore(last) ? now : last;
    Instant from = at;
    while (from.isBefore(end)) {
      LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
      Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant to = midnight.isBefore(end) ? midnight : end;
      int millis = (int) Duration.between(from, to).toMillis();
      parts.add(new Part(day, isUp ? millis : 0, isUp ? 0 : millis));
      from = to;
    }
    return parts;
  }
}
