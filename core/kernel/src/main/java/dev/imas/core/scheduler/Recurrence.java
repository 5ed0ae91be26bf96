package dev.imas.core.scheduler;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a timer recurs. Missed runs are made up by a single one: the next time is the first one after
 * now. Pure.
 */
public sealed interface Recurrence {

  /**
   * @param due the time that the timer was set for; if it is in the future, it stays the next one
   * @param now the database's time
   */
  Instant next(Instant due, Instant now);

  /** When a timer that is created now is first due. */
  Instant first(Instant now);

  /** Whether it counts elapsed time, not calendar times. */
  boolean elapses();

  /** The text in rows and in the API, which {@link #parse} reads. */
  String text();

  /**
   * @throws IllegalArgumentException when it is not a text of {@link #text}
   */
  static Recurrence parse(String text) {
    return text.startsWith("every ")
        ? Every.read(text)
        : InMonth.TEXT.matcher(text).matches() ? InMonth.read(text) : AtTime.read(text);
  }

  /**
   * Reads the recurrence of a row. A newer version may have written one that this version cannot
   * read: that is kept as it is.
   */
  static Recurrence ofRow(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      return new OfAnotherVersion(text);
    }
  }

  /** A recurrence that only another version can read. Asking for its next time throws. */
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
          "this version cannot read the timer's recurrence, but another version may: " + text);
    }
  }

  /**
   * At a fixed interval from the first due time.
   *
   * @param period a millisecond or more
   */
  record Every(Duration period) implements Recurrence {

    public Every {
      if (period.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException(
            "the period must be a millisecond or more, not " + period);
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
        throw new IllegalArgumentException("this is not a recurrence: " + text, e);
      }
    }
  }

  /**
   * At a time of day in a zone. If clocks are put forward over that time, it is later by the same
   * amount. If they are put back over it, it is the first of the two.
   *
   * @param days the days of the week, not empty
   */
  record AtTime(LocalTime time, ZoneId zone, Set<DayOfWeek> days) implements Recurrence {

    private static final Pattern TEXT = Pattern.compile("at (\\S+) (\\S+?)(?: on ([A-Z,]+))?");

    /** A zone may skip a day, so the next run of a weekly timer may be two weeks away. */
    private static final int DAYS_AHEAD = 16;

    public AtTime {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("a recurrence needs at least one day");
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

    /** The first time after now. */
    @Override
    public Instant first(Instant now) {
      LocalDate today = now.atZone(zone).toLocalDate();
      // Check the day before, too: if midnight is skipped, its run may fall on today.
      for (int day = -1; day <= DAYS_AHEAD; day++) {
        LocalDate date = today.plusDays(day);
        if (days.contains(date.getDayOfWeek())) {
          Instant at = date.atTime(time).atZone(zone).toInstant();
          if (at.isAfter(now)) {
            return at;
          }
        }
      }
      throw new IllegalStateException("there is no time of '" + text() + "' after " + now);
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
        throw new IllegalArgumentException("this is not a recurrence: " + text);
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
        throw new IllegalArgumentException("this is not a recurrence: " + text, e);
      }
    }
  }

  /**
   * Once a month, at a time of day in a zone, as {@link AtTime} reads it.
   *
   * @param day the day of the month, from 1 to 31; in a shorter month its last day
   */
  record InMonth(LocalTime time, ZoneId zone, int day) implements Recurrence {

    private static final Pattern TEXT = Pattern.compile("at (\\S+) (\\S+) on day (\\d{1,2})");

    public InMonth {
      if (day < 1 || day > 31) {
        throw new IllegalArgumentException("the day of a month must be 1 to 31, not " + day);
      }
    }

    @Override
    public Instant next(Instant due, Instant now) {
      return due.isAfter(now) ? due : first(now);
    }

    /** The first time after now. */
    @Override
    public Instant first(Instant now) {
      // A zone may skip the day, so the time of the month before is looked at, too.
      YearMonth month = YearMonth.from(now.atZone(zone)).minusMonths(1);
      while (true) {
        LocalDate date = month.atDay(Math.min(day, month.lengthOfMonth()));
        Instant at = date.atTime(time).atZone(zone).toInstant();
        if (at.isAfter(now)) {
          return at;
        }
        month = month.plusMonths(1);
      }
    }

    @Override
    public boolean elapses() {
      return false;
    }

    @Override
    public String text() {
      return "at " + time + " " + zone.getId() + " on day " + day;
    }

    private static InMonth read(String text) {
      Matcher m = TEXT.matcher(text);
      if (!m.matches()) {
        throw new IllegalArgumentException("this is not a recurrence: " + text);
      }
      try {
        return new InMonth(
            LocalTime.parse(m.group(1)), ZoneId.of(m.group(2)), Integer.parseInt(m.group(3)));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("this is not a recurrence: " + text, e);
      }
    }
  }
}
