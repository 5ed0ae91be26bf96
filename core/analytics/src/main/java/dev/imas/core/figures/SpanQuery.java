package dev.imas.core.figures;

import dev.imas.core.http.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request asks about, as it says it: {@code period}, or {@code start_date} and
 * {@code end_date}. Each of these is a day of the tenant's calendar or a moment. Pure.
 *
 * @param days how many up to the end, today among them, if the request names no start
 */
record SpanQuery(@Nullable Moment start, @Nullable Moment end, int days) {

  static final String[] NAMES = {"period", "start_date", "end_date"};

  static final Duration LONGEST = Duration.ofDays(1_100);

  private static final Map<String, Integer> PERIODS =
      Map.of(
          "7d", 7, "14d", 14, "30d", 30, "60d", 60, "90d", 90, "1y", 365, "2y", 730, "3y", 1_095);

  /** A day, or a moment. */
  sealed interface Moment {

    Instant begin(ZoneId zone);

    /** The first moment after it. */
    Instant end(ZoneId zone);

    record Day(LocalDate date) implements Moment {

      @Override
      public Instant begin(ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
      }

      @Override
      public Instant end(ZoneId zone) {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
      }
    }

    record At(Instant instant) implements Moment {

      @Override
      public Instant begin(ZoneId zone) {
        return instant;
      }

      @Override
      public Instant end(ZoneId zone) {
        return instant;
      }
    }
  }

  /**
   * @param days that a request without parameters asks about
   */
  static SpanQuery read(Query query, int days) {
    String period = query.text("period");
    Moment start = moment(query, "start_date");
    Moment end = moment(query, "end_date");
    if (period == null) {
      return new SpanQuery(start, end, days);
    }
    Integer named = PERIODS.get(period);
    if (named == null) {
      throw Query.fault(
          "period", "'" + period + "' is not one of 7d, 14d, 30d, 60d, 90d, 1y, 2y and 3y");
    }
    if (start != null || end != null) {
      throw Query.fault(
          "period", "period ends today; leave it out, or leave out start_date and end_date");
    }
    return new SpanQuery(null, null, named);
  }

  private static @Nullable Moment moment(Query query, String name) {
    String text = query.text(name);
    if (text == null) {
      return null;
    }
    try {
      Moment moment =
          text.length() <= 10
              ? new Moment.Day(LocalDate.parse(text))
              : new Moment.At(OffsetDateTime.parse(text).toInstant());
      int year = moment.begin(ZoneId.of("UTC")).atZone(ZoneId.of("UTC")).getYear();
      if (year >= 1970 && year < 10_000) {
        return moment;
      }
    } catch (DateTimeParseException e) {
      // As if it were no date at all.
    }
    throw Query.fault(
        name,
        "'"
            + text
            + "' is not a date such as 2026-01-02, nor a time such as"
            + " 2026-01-02T03:04:05Z");
  }

  /**
   * The same by the clocks of that zone. It ends at the end of the present second at the latest, so
   * that it can be compared with what was before it. Both ends are whole seconds.
   */
  Span in(ZoneId zone, Instant now) {
    Instant latest = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Instant asked = end == null ? latest : end.end(zone);
    Instant to = asked.isAfter(latest) ? latest : asked;
    Instant from =
        start == null
            ? to.minusNanos(1)
                .atZone(zone)
                .toLocalDate()
                .minusDays(days - 1L)
                .atStartOfDay(zone)
                .toInstant()
            : start.begin(zone);
    if (!from.isBefore(to)) {
      throw start == null
          ? Query.fault("end_date", "end_date must be later")
          : Query.fault("start_date", "start_date must be before end_date, and not in the future");
    }
    Span span =
        new Span(from.truncatedTo(ChronoUnit.SECONDS), to.truncatedTo(ChronoUnit.SECONDS), zone);
    if (!span.from().isBefore(span.to())) {
      throw Query.fault("end_date", "end_date must be at least a second later");
    }
    refuseLonger(span, LONGEST, "");
    return span;
  }

  /**
   * @param why the end of a sentence, such as " for intervals of a minute"
   */
  static void refuseLonger(Span span, Duration longest, String why) {
    // A day may have an hour more than others.
    if (span.length().compareTo(longest.plusHours(1)) > 0) {
      throw Query.fault(
          "start_date",
          "the time asked about is longer than "
              + longest.toDays()
              + (longest.toDays() == 1 ? " day" : " days")
              + why
              + "; set a later start_date or an earlier end_date");
    }
  }
}
