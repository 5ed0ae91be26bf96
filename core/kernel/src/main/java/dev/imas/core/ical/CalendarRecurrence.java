package dev.imas.core.ical;

import dev.imas.core.model.StepBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * How something comes again: a rule of RFC 5545, 3.3.10, at most once a day, over wall clock times.
 * What the library would step through is bounded by what a rule may say. Immutable.
 *
 * @param text as it was written, without {@code RRULE:}
 */
public record CalendarRecurrence(String text) {

  public static final int LONGEST = 500;

  /** Of a rule that ends after a number of times. */
  private static final int MOST_TIMES = 10_000;

  /** So many times are looked for when a rule is written. */
  private static final int CHECKED = 3;

  /** So many empty ones the library looks at before it says that none comes. */
  private static final int MOST_PERIODS = 1_000;

  /** Days that the library may look at for one step. */
  private static final int LOOKS_OF_A_STEP = 100;

  /** Of one list of a rule: no more values differ in any but that of the days of a year. */
  private static final int MOST_VALUES = 63;

  /** The longest interval of each frequency, which is ten years. */
  private static final Map<Freq, Integer> LONGEST_INTERVALS =
      Map.of(Freq.DAILY, 3_660, Freq.WEEKLY, 522, Freq.MONTHLY, 120, Freq.YEARLY, 10);

  private static final Pattern LIST = Pattern.compile("BY[A-Z]+=([^;]*)");

  // The library's rule and its parts load each other: two threads that begin at different ends wait
  // for each other for ever. Whoever comes first loads both, and the others wait for this class.
  static {
    LocalDateTime any = LocalDateTime.of(2020, 1, 1, 0, 0);
    parse("FREQ=MONTHLY;BYDAY=1SA").from(any, ZoneOffset.UTC, any).next();
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with it, after the name of the member
   */
  public static CalendarRecurrence parse(String text) {
    String rest = text.strip().replaceFirst("(?i)^RRULE:", "");
    CalendarRecurrence read = new CalendarRecurrence(rest);
    checkLists(rest.toUpperCase(Locale.ROOT));
    RecurrenceRule rule = read.rule();
    Integer longest = LONGEST_INTERVALS.get(rule.getFreq());
    if (longest == null) {
      throw new IllegalArgumentException("must have FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    // No constant: the library cannot load its parts before a rule.
    for (Part part : List.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND, Part.RSCALE)) {
      if (rule.hasPart(part)) {
        throw new IllegalArgumentException(
            "has " + part + ", which is not supported; the time of day is that of the start");
      }
    }
    // One that overflows the library's years keeps it busy for minutes.
    if (rule.getInterval() > longest) {
      throw new IllegalArgumentException(
          "has an INTERVAL above " + longest + ", which is ten years; write a shorter one");
    }
    checkEnd(rule.getUntil());
    Integer count = rule.getCount();
    if (count != null && count > MOST_TIMES) {
      throw new IllegalArgumentException(
          "has a COUNT above " + MOST_TIMES + "; write fewer, or UNTIL");
    }
    return read;
  }

  /** The library takes days such as the 99th, and years such as 0. */
  private static void checkEnd(@Nullable DateTime until) {
    if (until == null) {
      return;
    }
    int year;
    try {
      year = local(until, ZoneOffset.UTC).getYear();
    } catch (RuntimeException e) { // it fails in many ways
      throw new IllegalArgumentException("has an UNTIL that no clock shows; correct it", e);
    }
    if (year < 1_900) {
      throw new IllegalArgumentException("has an UNTIL before 1900; correct it");
    }
  }

  private static void checkLists(String text) {
    for (Matcher list = LIST.matcher(text); list.find(); ) {
      if (list.group(1).split(",", -1).length > MOST_VALUES) {
        throw new IllegalArgumentException(
            "has more than " + MOST_VALUES + " values in one list; write fewer");
      }
    }
  }

  /** Whether it ends, after a number of times or at a day. */
  public boolean ends() {
    RecurrenceRule rule = rule();
    return rule.getCount() != null || rule.getUntil() != null;
  }

  /** The same without the times from that one on. */
  public CalendarRecurrence endingBefore(LocalDateTime time) {
    RecurrenceRule rule = rule();
    rule.setUntil(floating(time.minusSeconds(1)));
    return new CalendarRecurrence(rule.toString());
  }

  /**
   * The same for times that all move by so much on the clock: the day of its end, if it has one,
   * moves as much.
   *
   * @param zone of that end, if it is given in UTC
   */
  public CalendarRecurrence movedBy(Duration by, ZoneId zone) {
    RecurrenceRule rule = rule();
    DateTime until = rule.getUntil();
    if (until == null || by.isZero()) {
      return this;
    }
    rule.setUntil(floating(local(until, zone).plus(by)));
    return new CalendarRecurrence(rule.toString());
  }

  /**
   * The rest of the times, counted from that one on.
   *
   * @param first the first of all
   */
  public CalendarRecurrence continuing(
      LocalDateTime first, ZoneId zone, LocalDateTime time, StepBudget steps) {
    RecurrenceRule rule = rule();
    Integer count = rule.getCount();
    if (count == null) {
      return this;
    }
    int before = 0;
    for (Iterator<LocalDateTime> times = from(first, zone, first); times.hasNext(); before++) {
      steps.take(1);
      if (!times.next().isBefore(time)) {
        break;
      }
    }
    rule.setCount(Math.max(1, count - before));
    return new CalendarRecurrence(rule.toString());
  }

  private RecurrenceRule rule() {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    }
    try {
      return new RecurrenceRule(text.toUpperCase(Locale.ROOT), RfcMode.RFC5545_STRICT);
    } catch (InvalidRecurrenceRuleException | RuntimeException e) {
      throw new IllegalArgumentException(
          "is no rule of RFC 5545 such as FREQ=MONTHLY;BYDAY=1SA: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a rule whose next time the library does not find within a thousand periods: it looks in
   * vain each time anew.
   *
   * @param first the first of all
   * @param steps one for each time, and one for a number of days that were looked at for it
   * @throws IllegalArgumentException saying what is wrong with it, after the name of the member
   */
  public void checkComesFrom(LocalDateTime first, StepBudget steps) {
    RecurrenceRule rule = rule();
    rule.setUntil(null);
    steps.take(1); // If there is none left, the library is not asked.
    LocalDateTime before = first;
    try {
      RecurrenceRuleIterator times = rule.iterator(floating(first));
      for (int i = 0; i < CHECKED && times.hasNext(); i++) {
        LocalDateTime next = wallClock(times.nextDateTime());
        steps.take(1 + looks(rule, periods(rule, before, next)));
        before = next;
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      steps.take(looks(rule, MOST_PERIODS));
      throw new IllegalArgumentException(
          "leaves out so much that it does not come again within "
              + (rule.getFreq() == Freq.DAILY ? "1000 days" : "1000 periods")
              + "; write it with a longer FREQ, or with fewer parts",
          e);
    }
  }

  private static long periods(RecurrenceRule rule, LocalDateTime from, LocalDateTime to) {
    return ChronoUnit.DAYS.between(from, to) / days(rule) / rule.getInterval();
  }

  /** The days of a period. */
  private static int days(RecurrenceRule rule) {
    return switch (rule.getFreq()) {
      case YEARLY -> 366;
      case MONTHLY -> 31;
      case WEEKLY -> 7;
      default -> 1;
    };
  }

  /**
   * Of the days that the lists of a rule name in so many periods, a number is as long as a step.
   */
  private static long looks(RecurrenceRule rule, long periods) {
    long named = 1;
    for (Part part : List.of(Part.BYMONTH, Part.BYWEEKNO, Part.BYYEARDAY, Part.BYMONTHDAY)) {
      named *= rule.hasPart(part) ? rule.getByPart(part).size() : 1;
    }
    // Such as each Monday of a year, and each 1st.
    named *= rule.hasPart(Part.BYDAY) ? 53L * rule.getByDayPart().size() : 1;
    named *= rule.hasPart(Part.BYMONTHDAY) ? 12 : 1;
    return periods * Math.min(named, days(rule)) / LOOKS_OF_A_STEP;
  }

  /**
   * The starts, ascending, without those that lie before a time.
   *
   * @param first the first of all
   * @param zone of the end of the rule, if that is given in UTC
   */
  public Iterator<LocalDateTime> from(LocalDateTime first, ZoneId zone, LocalDateTime earliest) {
    if (!isStillTaken()) {
      return Collections.emptyIterator();
    }
    RecurrenceRule rule = rule();
    DateTime until = rule.getUntil();
    if (until != null) {
      rule.setUntil(floating(local(until, zone)));
    }
    try {
      return new Starts(rule.iterator(floating(first)), earliest.isAfter(first) ? earliest : null);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Collections.emptyIterator(); // as there
    }
  }

  /** One that was stored before its bounds were never comes: what it would hide is told. */
  private boolean isStillTaken() {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static LocalDateTime local(DateTime until, ZoneId zone) {
    if (until.isAllDay()) {
      return wallClock(until).withHour(23).withMinute(59).withSecond(59);
    }
    return until.isFloating()
        ? wallClock(until)
        : LocalDateTime.ofInstant(Instant.ofEpochMilli(until.getTimestamp()), zone);
  }

  // The library counts months from 0.
  private static DateTime floating(LocalDateTime local) {
    return new DateTime(
        local.getYear(),
        local.getMonthValue() - 1,
        local.getDayOfMonth(),
        local.getHour(),
        local.getMinute(),
        local.getSecond());
  }

  private static LocalDateTime wallClock(DateTime time) {
    return LocalDateTime.of(
        time.getYear(),
        time.getMonth() + 1,
        time.getDayOfMonth(),
        time.getHours(),
        time.getMinutes(),
        time.getSeconds());
  }

  /** The library throws where it finds that none comes any more, as with a 30th of February. */
  private static final class Starts implements Iterator<LocalDateTime> {

    private final RecurrenceRuleIterator of;
    private @Nullable LocalDateTime next;

    Starts(RecurrenceRuleIterator of, @Nullable LocalDateTime earliest) {
      this.of = of;
      this.next = find(earliest);
    }

    private @Nullable LocalDateTime find(@Nullable LocalDateTime earliest) {
      try {
        if (earliest != null) {
          of.fastForward(floating(earliest));
        }
        return of.hasNext() ? wallClock(of.nextDateTime()) : null;
      } catch (IllegalArgumentException | IllegalStateException e) {
        return null;
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public LocalDateTime next() {
      LocalDateTime found = next;
      if (found == null) {
        throw new NoSuchElementException();
      }
      next = find(null);
      return found;
    }
  }
}
