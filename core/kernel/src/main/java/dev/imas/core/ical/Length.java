package dev.imas.core.ical;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** How long an event lasts, on a night on which clocks are changed, too. */
public sealed interface Length {

  /** DTEND: it ends when the clock shows its end, after 7 or 9 hours of a shift of 8. */
  record UntilClock(Duration by) implements Length {}

  /** DURATION: days by the calendar, then hours by any clock. */
  record Lasting(long days, Duration hours) implements Length {}

  /** The end of what begins at that time by the clock of the zone. */
  default Instant end(LocalDateTime start, ZoneId zone) {
    return switch (this) {
      case UntilClock(Duration by) -> {
        Instant begin = start.atZone(zone).toInstant();
        Instant end = start.plus(by).atZone(zone).toInstant();
        // Clocks may leave out the end alone.
        yield end.isAfter(begin) ? end : begin.plus(by);
      }
      case Lasting(long days, Duration hours) ->
          start.plusDays(days).atZone(zone).toInstant().plus(hours);
    };
  }

  /** The longest that it lasts on any night. */
  default Duration longest() {
    return switch (this) {
      case UntilClock(Duration by) -> by.plusDays(1);
      case Lasting(long days, Duration hours) -> hours.plusDays(days + 1);
    };
  }
}
