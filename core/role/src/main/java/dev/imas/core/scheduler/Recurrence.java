package dev.imas.core.scheduler;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a timer comes again. What was missed is caught up once: the next time is the first one after
 * now. Pure.
 */
public sealed interface Recurrence {

  /**
   * @param due what the timer was set for; when it has not come yet, it stays the next one
   * @param now of the database
   */
  Instant next(Instant due, Instant now);

  /** When a timer that is made now is due first. */
  Instant first(Instant now);

  /** Whether it counts time that elapses, and not times of a calendar. */
  boolean elapses();

  /** As rows and the API have it; {@link #parse} reads it. */
  String text();

  /**
   * @throws IllegalArgumentException when it is not what {@link #text} writes
   */
  static Recurrence parse(String text) {
    return text.startsWith("every ") ? Every.read(text) : AtTime.read(text);
  }

  /**
   * As a row has it. A newer version may have written what this one cannot read: that is kept as it
   * is.
   */
  static Recurrence ofRow(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      return new OfAnotherVersion(text);
    }
  }

  /** When it comes again is known to another version alone; whoever asks this one fails. */
  record OfAnotherVersion(String text) implements Recurrence {

    @Override
    public Instant next(Instant due, Instant now) {
      throw unread();
    }

    @Override
    public Instant first(Instant now) {
      throw unread();
    }

    @Override
    public boolean elapses() {
      throw unread();
    }

    IllegalStateException unread() {
      return new IllegalStateException(
          "this version cannot read when it is due again, another may: " + text);
    }
  }

  /**
   * Again and again after some time, on the grid that the first due time began.
   *
   * @param period a millisecond or more
   */
  record Every(Duration period) implements Recurrence {

    public Every {
      if (period.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException("a period of " + period);
      }
    }

    @Override
    public Instant next(Instant due, Instant now) {
      if (due.isAfter(now)) {
        return due;
      }
      long passed = Duration.between(due, now).dividedBy(period);
      return due.plus(period.multipliedBy(passed + 1));
    }

    @Override
    public Instant first(Instant now) {
      return now;
    }

    @Override
    public boolean elapses() {
      return true;
    }

    @Override
    public String text() {
      return "every " + period;
    }

    private static Every read(String text) {
      try {
        return new Every(Duration.parse(text.substring("every ".length())));
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("no recurrence: " + text, e);
      }
    }
  }

  /**
   * At a time of day in a zone. Where the clocks are put forward over it, it is as much later as
   * they are put forward. Where they are put back over it, it is the first of the two.
   *
   * @param days of the week, not empty
   */
  record AtTime(LocalTime time, ZoneId zone, Set<DayOfWeek> days) implements Recurrence {

    private static final Pattern TEXT = Pattern.compile("at (\\S+) (\\S+?)(?: on ([A-Z,]+))?");

    /** A zone may leave a day out, so that the next of a weekly one is two weeks away. */
    private static final int DAYS_AHEAD = 16;

    public AtTime {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("on no day");
      }
      days = Set.copyOf(days);
    }

    /** Every day. */
    public AtTime(LocalTime time, ZoneId zone) {
      this(time, zone, EnumSet.allOf(DayOfWeek.class));
    }

    @Override
    public Instant next(Instant due, Instant now) {
      return due.isAfter(now) ? due : first(now);
    }

    /** The first that is later than now. */
    @Override
    public Instant first(Instant now) {
      LocalDate today = now.atZone(zone).toLocalDate();
      // The day before, too: where midnight is left out, it may come today.
      for (int day = -1; day <= DAYS_AHEAD; day++) {
        LocalDate date = today.plusDays(day);
        if (days.contains(date.getDayOfWeek())) {
          Instant at = date.atTime(time).atZone(zone).toInstant();
          if (at.isAfter(now)) {
            return at;
          }
        }
      }
      throw new IllegalStateException("no " + text() + " after " + now);
    }

    @Override
    public boolean elapses() {
      return false;
    }

    @Override
    public String text() {
      String at = "at " + time + " " + zone.getId();
      return days.size() == DayOfWeek.values().length
          ? at
          : at
              + new TreeSet<>(days)
                  .stream().map(DayOfWeek::name).collect(Collectors.joining(",", " on ", ""));
    }

    private static AtTime read(String text) {
      Matcher m = TEXT.matcher(text);
      if (!m.matches()) {
        throw new IllegalArgumentException("no recurrence: " + text);
      }
      try {
        LocalTime time = LocalTime.parse(m.group(1));
        ZoneId zone = ZoneId.of(m.group(2));
        return m.group(3) == null
            ? new AtTime(time, zone)
            : new AtTime(
                time,
                zone,
                Pattern.compile(",")
                    .splitAsStream(m.group(3))
                    .map(DayOfWeek::valueOf)
                    .collect(Collectors.toSet()));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("no recurrence: " + text, e);
      }
    }
  }
}
