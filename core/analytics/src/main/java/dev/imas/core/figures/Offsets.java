package dev.imas.core.figures;

import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a zone's clocks were from UTC in a span, by Java's zone data, as everything else is that
 * depends on zones. PostgreSQL's own may be of another year. Pure.
 *
 * @param since when each offset came into force, the first with the span
 * @param seconds to add to UTC from then on
 */
record Offsets(List<Instant> since, List<Integer> seconds) {

  static final int HOURS_OF_A_WEEK = 7 * 24;

  Offsets {
    since = List.copyOf(since);
    seconds = List.copyOf(seconds);
  }

  static Offsets during(Span span) {
    ZoneRules rules = span.zone().getRules();
    List<Instant> since = new ArrayList<>();
    List<Integer> seconds = new ArrayList<>();
    Instant at = span.from();
    while (at.isBefore(span.to())) {
      since.add(at);
      seconds.add(rules.getOffset(at).getTotalSeconds());
      ZoneOffsetTransition next = rules.nextTransition(at);
      at = next == null ? span.to() : next.getInstant();
    }
    return new Offsets(since, seconds);
  }

  /**
   * @param hour of a week that begins as 1970 did, on a Thursday
   * @return the same hour of a week that begins on Monday
   */
  static int fromMonday(int hour) {
    return Math.floorMod(hour + 3 * 24, HOURS_OF_A_WEEK);
  }
}
