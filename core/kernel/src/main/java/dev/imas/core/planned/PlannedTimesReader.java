package dev.imas.core.planned;

import dev.imas.core.http.Body;
import dev.imas.core.ical.CalendarReader;
import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.model.StepBudget;
import dev.imas.core.platform.Computations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a request when something is planned for. It adds its faults to the body, and returns
 * times that mean nothing if there are any.
 */
public final class PlannedTimesReader {

  /** How many occurrences may be left out. */
  public static final int MOST_EXCEPT = 500;

  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_TIME = 30;

  private PlannedTimesReader() {}

  /**
   * Reads {@code starts_at}, {@code time_zone}, {@code duration}, {@code ends_by_clock}, {@code
   * recurrence} and {@code except}.
   *
   * @param computations where a recurrence is looked at
   */
  public static PlannedTimes withLength(Body body, Computations.Share computations) {
    LocalDateTime start = local(body, "/starts_at", body.requiredText("starts_at", LONGEST_TIME));
    return new PlannedTimes(
        start,
        zone(body),
        length(body),
        body.flag("ends_by_clock", false),
        recurrence(body, start, computations),
        except(body));
  }

  /**
   * Reads {@code starts_at}, {@code ends_at}, {@code time_zone}, {@code recurrence} and {@code
   * except}: what ends when the clock shows its end.
   *
   * @param computations where a recurrence is looked at
   */
  public static PlannedTimes withEnd(Body body, Computations.Share computations) {
    LocalDateTime start = local(body, "/starts_at", body.requiredText("starts_at", LONGEST_TIME));
    LocalDateTime end = local(body, "/ends_at", body.requiredText("ends_at", LONGEST_TIME));
    boolean isRead = !start.equals(LocalDateTime.MIN) && !end.equals(LocalDateTime.MIN);
    if (isRead && !end.isAfter(start)) {
      body.fault("/ends_at", "must be after starts_at");
    } else if (isRead && !isLength(Duration.between(start, end))) {
      body.fault("/ends_at", "must be at most 366 days after starts_at");
    }
    return new PlannedTimes(
        start,
        zone(body),
        isRead && end.isAfter(start) ? Duration.between(start, end) : Duration.ofSeconds(1),
        true,
        recurrence(body, start, computations),
        except(body));
  }

  private static LocalDateTime local(Body body, String pointer, String text) {
    if (!text.isEmpty()) {
      try {
        LocalDateTime read = LocalDateTime.parse(text.strip());
        int year = read.getYear();
        if (read.equals(read.truncatedTo(ChronoUnit.SECONDS)) && year >= 1970 && year < 10_000) {
          return read;
        }
      } catch (DateTimeException e) {
        // told below
      }
      body.fault(
          pointer,
          "is no time by the wall clock of time_zone, such as 2026-12-05T02:00, without an offset");
    }
    return LocalDateTime.MIN;
  }

  private static ZoneId zone(Body body) {
    String text = body.requiredText("time_zone", 60);
    if (!text.isEmpty()) {
      try {
        return ZoneId.of(text.strip());
      } catch (DateTimeException e) {
        body.fault("/time_zone", "is not a time zone such as Europe/Paris");
      }
    }
    return ZoneOffset.UTC;
  }

  private static Duration length(Body body) {
    String text = body.requiredText("duration", 40);
    if (!text.isEmpty()) {
      try {
        Duration length = Duration.parse(text.strip());
        if (isLength(length)) {
          return length;
        }
      } catch (DateTimeException e) {
        // told below
      }
      body.fault("/duration", "must be a duration in whole seconds of at most 366 days, as PT2H");
    }
    return Duration.ofSeconds(1);
  }

  /** Whether something may last so long. */
  public static boolean isLength(Duration length) {
    return length.isPositive() && length.compareTo(LONGEST) <= 0 && length.getNano() == 0;
  }

  private static @Nullable CalendarRecurrence recurrence(
      Body body, LocalDateTime start, Computations.Share computations) {
    String text = body.text("recurrence", CalendarRecurrence.LONGEST);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return computations.call(() -> recurrence(text, start));
    } catch (IllegalArgumentException e) {
      body.fault("/recurrence", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static CalendarRecurrence recurrence(String text, LocalDateTime start) {
    CalendarRecurrence recurrence = CalendarRecurrence.parse(text);
    if (!start.equals(LocalDateTime.MIN)) {
      recurrence.checkComesFrom(start, new StepBudget(CalendarReader.MOST_STEPS));
    }
    return recurrence;
  }

  private static Set<LocalDateTime> except(Body body) {
    Set<LocalDateTime> except = new HashSet<>();
    List<String> texts = body.texts("except", MOST_EXCEPT, LONGEST_TIME);
    for (int i = 0; i < texts.size(); i++) {
      except.add(local(body, "/except/" + i, texts.get(i)));
    }
    return except;
  }
}
