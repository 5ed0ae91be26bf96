package dev.imas.core.regime;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/**
 * How long a term is. Hours are hours, whatever clocks show. Days and months are those of the
 * calendar, in the zone of whoever has the duty: a month after 31 January is the last of February.
 *
 * @param amount 1 or more
 */
public record TermLength(int amount, Unit unit) {

  /** What is counted. */
  public enum Unit {
    HOURS,
    DAYS,
    MONTHS;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public TermLength {
    if (amount < 1) {
      throw new IllegalArgumentException("a term is 1 " + unit.wireName() + " or more: " + amount);
    }
  }

  /** When it is over. A local time that clocks skip is the one after the gap. */
  public Instant after(Instant from, ZoneId zone) {
    return switch (unit) {
      case HOURS -> from.plus(Duration.ofHours(amount));
      case DAYS -> from.atZone(zone).plusDays(amount).toInstant();
      case MONTHS -> from.atZone(zone).plusMonths(amount).toInstant();
    };
  }
}
