package dev.imas.core.maintenance;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * How work comes again: a rule of RFC 5545, 3.3.10, at most once a day, over wall clock times.
 * Immutable.
 *
 * @param text as it was written, without {@code RRULE:}
 */
record Recurrence(String text) {

  static final int LONGEST = 500;

  /** Of a rule that ends after a number of times. */
  private static final int MOST_TIMES = 10_000;

  private static final Set<Freq> FREQUENCIES =
      EnumSet.of(Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);

  /**
   * @throws IllegalArgumentException saying what is wrong with it, after the name of the member
   */
  static Recurrence parse(String text) {
    Recurrence read = new Recurrence(text.strip().replaceFirst("(?i)^RRULE:", ""));
    RecurrenceRule rule = read.rule();
    if (!FREQUENCIES.contains(rule.getFreq())) {
      throw new IllegalArgumentException("must have FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    // No constant: the library cannot load its parts before a rule.
    for (Part part : List.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND, Part.RSCALE)) {
      if (rule.hasPart(part)) {
        throw new IllegalArgumentException(
            "has " + part + ", which is not supported; the time of day is that of the start");
      }
    }
    Integer count = rule.getCount();
    if (count != null && count > MOST_TIMES) {
      throw new IllegalArgumentException("has a COUNT above " + MOST_TIMES);
    }
    return read;
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
   * The starts, ascending, without those that lie before a time.
   *
   * @param first the first of all
   * @param zone of the end of the rule, if that is given in UTC
   */
  Iterator<LocalDateTime> from(LocalDateTime first, ZoneId zone, LocalDateTime earliest) {
    RecurrenceRule rule = rule();
    DateTime until = rule.getUntil();
    if (until != null) {
      rule.setUntil(floating(local(until, zone)));
    }
    try {
      return new Starts(rule.iterator(floating(first)), earliest.isAfter(first) ? earliest : null);
    } catch (IllegalArgumentException e) {
      return Collections.emptyIterator(); // as there
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
      } catch (IllegalArgumentException e) {
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
