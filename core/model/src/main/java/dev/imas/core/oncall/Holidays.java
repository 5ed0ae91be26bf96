package dev.imas.core.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The holidays that a layer observes. Each is a local day of the layer's time zone.
 *
 * @param calendar where the days come from
 * @param days empty as long as nobody has read them
 * @param effect what becomes of a turn
 */
public record Holidays(UUID calendar, Set<LocalDate> days, Effect effect) {

  /** What a holiday does to the turn that touches it. */
  public enum Effect {
    /**
     * The turn passes to the next in the order, as if its own people were away. What becomes of the
     * skipped ones is said by {@link Rotation.AfterAbsence}.
     */
    PASSES,
    /**
     * The layer has nobody on call on that day. A turn without any other day moves the order on or
     * not, as {@link Rotation.Counted} says.
     */
    RESTS
  }

  public Holidays {
    days = Set.copyOf(days);
  }

  /** The same with these days. */
  public Holidays with(Set<LocalDate> others) {
    return new Holidays(calendar, others, effect);
  }

  boolean passes() {
    return effect == Effect.PASSES;
  }

  /** The days that touch the time between, in order, as they are in that zone. */
  List<Interval> between(Instant from, Instant until, ZoneId zone) {
    List<Interval> times = new ArrayList<>();
    for (LocalDate day : new TreeSet<>(days)) {
      Instant begin = day.atStartOfDay(zone).toInstant();
      Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
      // A zone that crosses the date line skips a whole day.
      if (begin.isBefore(end) && begin.isBefore(until) && end.isAfter(from)) {
        times.add(new Interval(begin, end));
      }
    }
    return Interval.joined(times);
  }
}
