package dev.imas.core.oncall;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a turn lasts, by local clocks: a daily hand-over stays at its time of day when clocks
 * change.
 *
 * @param count 1 to {@link #MOST}
 * @param unit hours, days, weeks or months
 */
public record Cadence(int count, ChronoUnit unit) {

  public static final Cadence DAILY = new Cadence(1, ChronoUnit.DAYS);
  public static final Cadence WEEKLY = new Cadence(1, ChronoUnit.WEEKS);

  /** More than any rotation needs: a year of days. */
  public static final int MOST = 366;

  private static final Pattern TEXT = Pattern.compile("P(?:(\\d{1,3})([DWM])|T(\\d{1,3})H)");

  public Cadence {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("a turn must last 1 to " + MOST + " units, not " + count);
    }
    switch (unit) {
      case HOURS, DAYS, WEEKS, MONTHS -> {}
      default ->
          throw new IllegalArgumentException(
              "a turn must last hours, days, weeks or months, not " + unit);
    }
  }

  /**
   * Reads an ISO 8601 duration of one unit: {@code P1D}, {@code P2W}, {@code P1M} or {@code PT12H}.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Cadence parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "must be a duration of one unit, as P1D, P2W, P1M or PT12H, not " + text);
    }
    if (m.group(3) != null) {
      return new Cadence(Integer.parseInt(m.group(3)), ChronoUnit.HOURS);
    }
    ChronoUnit unit =
        switch (m.group(2)) {
          case "D" -> ChronoUnit.DAYS;
          case "W" -> ChronoUnit.WEEKS;
          default -> ChronoUnit.MONTHS;
        };
    return new Cadence(Integer.parseInt(m.group(1)), unit);
  }

  /** What {@link #parse} reads. */
  public String text() {
    return switch (unit) {
      case HOURS -> "PT" + count + "H";
      case DAYS -> "P" + count + "D";
      case WEEKS -> "P" + count + "W";
      default -> "P" + count + "M";
    };
  }

  /** The local start of a turn, counted from the anchor and never from the turn before. */
  LocalDateTime startOf(long turn, LocalDateTime anchor) {
    return anchor.plus(Math.multiplyExact(turn, (long) count), unit);
  }

  /** About how many turns lie between: at most one too many or too few. */
  long turnsBetween(LocalDateTime anchor, LocalDateTime other) {
    return Math.floorDiv(unit.between(anchor, other), count);
  }
}
