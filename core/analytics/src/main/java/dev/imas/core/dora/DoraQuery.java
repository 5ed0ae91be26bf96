package dev.imas.core.dora;

import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks about.
 *
 * @param start null: so many days up to the end
 * @param end null: up to now
 * @param asOf what was known when; whole milliseconds
 */
record DoraQuery(
    @Nullable Moment start,
    @Nullable Moment end,
    @Nullable Reference service,
    @Nullable Reference team,
    @Nullable String environment,
    Instant asOf) {

  private static final int USUAL_DAYS = 90;
  private static final Duration LONGEST = Duration.ofDays(740);

  /**
   * What was told within this time before may not have been committed yet, so figures of so short a
   * time ago may still change.
   */
  static final Duration SETTLES = Duration.ofMinutes(2);

  /** A day, month or moment of which a time begins or ends. */
  record Moment(String name, LocalDate first, LocalDate next, @Nullable Instant exact) {

    Instant begin(ZoneId zone) {
      return exact == null ? first.atStartOfDay(zone).toInstant() : exact;
    }

    Instant end(ZoneId zone) {
      return exact == null ? next.atStartOfDay(zone).toInstant() : exact;
    }
  }

  static String[] names(String... more) {
    return Stream.concat(
            Stream.of("from", "to", "service", "team", "environment", "as_of"), Stream.of(more))
        .toArray(String[]::new);
  }

  static DoraQuery read(Query query, InstantSource clock) {
    return of(query, moment(query, "from"), moment(query, "to"), clock);
  }

  /** A query about one month, which its parameter {@code month} names. */
  static DoraQuery month(Query query, YearMonth month, InstantSource clock) {
    Moment whole = whole("month", month);
    return of(query, whole, whole, clock);
  }

  /** About one month of the whole tenant, by what is known now. */
  static DoraQuery month(YearMonth month, InstantSource clock) {
    Moment whole = whole("month", month);
    return new DoraQuery(
        whole, whole, null, null, null, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static DoraQuery of(
      Query query, @Nullable Moment start, @Nullable Moment end, InstantSource clock) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant asOf = query.time("as_of");
    if (asOf != null && asOf.isAfter(now)) {
      throw Query.fault(
          "as_of", "as_of is in the future; give a time of the past, or leave it out for now");
    }
    return new DoraQuery(
        start,
        end,
        query.reference("service"),
        query.reference("team"),
        query.text("environment"),
        asOf == null ? now : asOf.truncatedTo(ChronoUnit.MILLIS));
  }

  /** The same by what was known at another moment; without an end, it ends then. */
  DoraQuery at(Instant moment) {
    return new DoraQuery(start, end, service, team, environment, moment);
  }

  /** The same about exactly that time. */
  DoraQuery about(DoraSpan span) {
    return new DoraQuery(
        exactly("from", span.from()), exactly("to", span.to()), service, team, environment, asOf);
  }

  private static Moment exactly(String name, Instant at) {
    LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
    return new Moment(name, day, day, at);
  }

  private static @Nullable Moment moment(Query query, String name) {
    String text = query.text(name);
    if (text == null) {
      return null;
    }
    try {
      Moment read =
          switch (text.length()) {
            case 7 -> whole(name, YearMonth.parse(text));
            case 10 -> day(name, LocalDate.parse(text));
            default -> at(name, OffsetDateTime.parse(text).toInstant());
          };
      if (read.first().getYear() >= 1970 && read.first().getYear() < 10_000) {
        return read;
      }
    } catch (DateTimeParseException e) {
      // As if it were no date at all.
    }
    throw Query.fault(
        name,
        "'"
            + text
            + "' is not a month such as 2026-01, a date such as 2026-01-02, nor a time such as"
            + " 2026-01-02T03:04:05Z");
  }

  private static Moment whole(String name, YearMonth month) {
    return new Moment(name, month.atDay(1), month.plusMonths(1).atDay(1), null);
  }

  private static Moment day(String name, LocalDate day) {
    return new Moment(name, day, day.plusDays(1), null);
  }

  private static Moment at(String name, Instant instant) {
    return exactly(name, instant.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether what was known then stays as it is. */
  boolean isSettled(Instant now) {
    return !asOf.plus(SETTLES).isAfter(now);
  }

  /** The time by the clocks of that zone. */
  DoraSpan span(ZoneId zone) {
    Instant to = end == null ? asOf.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1) : end.end(zone);
    Instant from =
        start == null
            ? to.minusNanos(1)
                .atZone(zone)
                .toLocalDate()
                .minusDays(USUAL_DAYS - 1L)
                .atStartOfDay(zone)
                .toInstant()
            : start.begin(zone);
    if (!from.isBefore(to)) {
      throw Query.fault(
          start == null ? "to" : "from",
          start == null ? "to must be later" : "from must be before to, and not in the future");
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw Query.fault(
          start == null ? "to" : "from",
          "the time asked about is longer than "
              + LONGEST.toDays()
              + " days; set a later from or an earlier to");
    }
    return new DoraSpan(from, to, zone);
  }
}
