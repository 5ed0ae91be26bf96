package dev.imas.core.times;

import dev.imas.core.times.WrittenInterval.Hours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what people write of a part of a named interval, by Alertmanager's rules. */
public final class IntervalReader {

  /** Ranges in one member. */
  public static final int MOST_RANGES = 50;

  private static final Pattern TIME = Pattern.compile("(([01][0-9]|2[0-3]):[0-5][0-9])|24:00");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,4}");
  private static final int LONGEST_MONTH = 31;
  private static final int SHORTEST_MONTH = 28;
  private static final int MONTHS = 12;

  private final BiConsumer<String, String> faults;
  private boolean isFaulty;

  private IntervalReader(BiConsumer<String, String> faults) {
    this.faults = faults;
  }

  /**
   * @param faults gets what is wrong: the pointer to a member such as {@code /weekdays/0}, and why
   * @return empty if anything is wrong
   */
  public static Optional<WrittenInterval> canonical(
      WrittenInterval written, BiConsumer<String, String> faults) {
    IntervalReader reader = new IntervalReader(faults);
    reader.read(written);
    return reader.isFaulty
        ? Optional.empty()
        : Optional.of(
            new WrittenInterval(
                written.times(),
                written.weekdays().stream().map(IntervalReader::canonicalDays).toList(),
                written.daysOfMonth().stream().map(IntervalReader::canonicalNumbers).toList(),
                written.months().stream().map(IntervalReader::canonicalMonths).toList(),
                written.years().stream().map(IntervalReader::canonicalNumbers).toList(),
                written.location()));
  }

  /** One spelling of weekdays that mean the same; the text itself if it means none. */
  public static String canonicalDays(String text) {
    return spelled(text, IntervalReader::day, n -> n == 0 ? "sunday" : lower(DayOfWeek.of(n)));
  }

  /** The same of months. */
  public static String canonicalMonths(String text) {
    return spelled(text, IntervalReader::month, n -> lower(Month.of(n)));
  }

  /** The same of days of the month and years. */
  public static String canonicalNumbers(String text) {
    return spelled(text, IntervalReader::number, String::valueOf);
  }

  private static String lower(Enum<?> of) {
    return of.name().toLowerCase(Locale.ROOT);
  }

  private static String spelled(
      String text, Function<String, @Nullable Integer> read, Function<Integer, String> write) {
    Range range = range(text, read);
    if (range == null) {
      return text;
    }
    return range.begin() == range.end()
        ? write.apply(range.begin())
        : write.apply(range.begin()) + ":" + write.apply(range.end());
  }

  static List<TimeInterval> readable(List<WrittenInterval> written) {
    List<TimeInterval> parts = new ArrayList<>();
    for (WrittenInterval one : written) {
      IntervalReader reader = new IntervalReader((pointer, says) -> {});
      TimeInterval read = reader.read(one);
      if (!reader.isFaulty) {
        parts.add(read);
      }
    }
    return parts;
  }

  private TimeInterval read(WrittenInterval written) {
    return new TimeInterval(
        hours(written.times()),
        ranges(
            "/weekdays",
            written.weekdays(),
            IntervalReader::day,
            "must be a weekday such as monday, or days of one week such as monday:friday",
            r -> r.begin() <= r.end()),
        ranges(
            "/days_of_month",
            written.daysOfMonth(),
            IntervalReader::number,
            "must be a day such as 1 or -1, which is the last one, or days such as 1:7 or -3:-1",
            IntervalReader::areDays),
        ranges(
            "/months",
            written.months(),
            IntervalReader::month,
            "must be a month such as january or 1, or months of one year such as june:august",
            r -> r.begin() <= r.end()),
        ranges(
            "/years",
            written.years(),
            IntervalReader::number,
            "must be a year such as 2026, or years such as 2026:2028",
            r -> r.begin() > 0 && r.begin() <= r.end()),
        zone(written.location()));
  }

  private List<Range> hours(List<Hours> hours) {
    tooMany("/times", hours.size());
    List<Range> read = new ArrayList<>();
    for (int i = 0; i < hours.size() && !isFaulty; i++) {
      Integer start = minute("/times/" + i + "/start_time", hours.get(i).startTime());
      Integer end = minute("/times/" + i + "/end_time", hours.get(i).endTime());
      if (start != null && end != null) {
        if (start >= end) {
          fault(
              "/times/" + i,
              "must end after it starts; what goes over midnight is written as two, one until"
                  + " 24:00 and one from 00:00 of the next day");
        }
        read.add(new Range(start, end));
      }
    }
    return read;
  }

  private @Nullable Integer minute(String pointer, @Nullable String text) {
    if (text == null || !TIME.matcher(text).matches()) {
      fault(pointer, "must be a time from 00:00 to 24:00 with two digits each, such as 09:30");
      return null;
    }
    return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
  }

  private List<Range> ranges(
      String pointer,
      List<String> texts,
      Function<String, @Nullable Integer> read,
      String must,
      Function<Range, Boolean> isAllowed) {
    tooMany(pointer, texts.size());
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Range range = range(texts.get(i), read);
      if (range == null || !isAllowed.apply(range)) {
        fault(pointer + "/" + i, must);
      } else {
        ranges.add(range);
      }
    }
    return ranges;
  }

  private static @Nullable Range range(
      @Nullable String text, Function<String, @Nullable Integer> read) {
    if (text == null) {
      return null;
    }
    String[] ends = text.toLowerCase(Locale.ROOT).split(":", -1);
    Integer begin = read.apply(ends[0]);
    Integer end = ends.length == 1 ? begin : read.apply(ends[1]);
    return ends.length > 2 || begin == null || end == null ? null : new Range(begin, end);
  }

  private static @Nullable Integer number(String text) {
    Matcher found = NUMBER.matcher(text);
    return found.matches() ? Integer.valueOf(text) : null;
  }

  private static @Nullable Integer day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (lower(day).equals(text)) {
        return day.getValue() % DayOfWeek.values().length;
      }
    }
    return null;
  }

  private static @Nullable Integer month(String text) {
    for (Month month : Month.values()) {
      if (lower(month).equals(text)) {
        return month.getValue();
      }
    }
    Integer number = number(text);
    return number == null || number < 1 || number > MONTHS ? null : number;
  }

  /** What is before its begin in every month is refused, and a day that no month has. */
  private static boolean areDays(Range days) {
    return isDay(days.begin())
        && isDay(days.end())
        && (days.begin() > 0 || days.end() < 0)
        && inShortMonth(days.begin()) <= inShortMonth(days.end());
  }

  private static boolean isDay(int day) {
    return day != 0 && Math.abs(day) <= LONGEST_MONTH;
  }

  private static int inShortMonth(int day) {
    return day < 0 ? SHORTEST_MONTH + day : day;
  }

  private ZoneId zone(@Nullable String location) {
    if (location == null || location.isEmpty()) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(location);
    } catch (DateTimeException e) {
      fault("/location", "must be a time zone such as Europe/Paris");
      return ZoneOffset.UTC;
    }
  }

  private void tooMany(String pointer, int number) {
    if (number > MOST_RANGES) {
      fault(pointer, "has " + number + " items; at most " + MOST_RANGES + " are allowed");
    }
  }

  private void fault(String pointer, String says) {
    isFaulty = true;
    faults.accept(pointer, says);
  }
}
