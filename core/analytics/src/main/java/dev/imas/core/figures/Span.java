package dev.imas.core.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * The time that figures are about. Pure.
 *
 * @param from its first moment
 * @param to the first moment after it
 * @param zone by whose clocks days and hours begin
 */
record Span(Instant from, Instant to, ZoneId zone) {

  Duration length() {
    return Duration.between(from, to);
  }

  /** As much time, up to where this begins. */
  Span previous() {
    return new Span(from.minus(length()), from, zone);
  }

  /**
   * Where each interval of it begins, the first with the span itself. Days, weeks and hours are
   * those of the zone, so a day may have 23 or 25 hours.
   */
  List<Instant> starts(Granularity granularity) {
    return Stream.iterate(from, start -> start.isBefore(to), start -> granularity.next(start, zone))
        .toList();
  }
}
