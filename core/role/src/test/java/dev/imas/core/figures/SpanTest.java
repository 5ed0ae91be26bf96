package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.figures.SpanQuery.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static Span paris(String from, String to) {
    return new Span(
        LocalDate.parse(from).atStartOfDay(PARIS).toInstant(),
        LocalDate.parse(to).atStartOfDay(PARIS).toInstant(),
        PARIS);
  }

  private static List<Long> hours(Span span, Granularity granularity) {
    List<Instant> starts = span.starts(granularity);
    return starts.stream()
        .map(start -> Duration.between(start, granularity.next(start, span.zone())).toHours())
        .toList();
  }

  @Test
  void aDayOnWhichClocksChangeHasAnotherLength() {
    assertThat(hours(paris("2026-03-28", "2026-03-31"), Granularity.DAY))
        .containsExactly(24L, 23L, 24L);
    assertThat(hours(paris("2026-10-24", "2026-10-27"), Granularity.DAY))
        .containsExactly(24L, 25L, 24L);
    assertThat(paris("2026-03-29", "2026-03-30").starts(Granularity.HOUR)).hasSize(23);
    assertThat(paris("2026-10-25", "2026-10-26").starts(Granularity.HOUR)).hasSize(25);
  }

  @Test
  void aWeekBeginsOnMondayAlsoIfTheSpanDoesNot() {
    Span span = paris("2026-03-25", "2026-04-08");
    assertThat(span.starts(Granularity.WEEK))
        .containsExactly(
            Instant.parse("2026-03-24T23:00:00Z"),
            Instant.parse("2026-03-29T22:00:00Z"),
            Instant.parse("2026-04-05T22:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC"})
  void hoursFollowEachOtherInEveryZone(String zone) {
    ZoneId id = ZoneId.of(zone);
    Span span =
        new Span(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), id);
    Instant last = span.from().minusSeconds(1);
    for (Instant start : span.starts(Granularity.HOUR)) {
      assertThat(start).isAfter(last);
      assertThat(Duration.between(last, start)).isLessThanOrEqualTo(Duration.ofMinutes(90));
      last = start;
    }
  }

  @Test
  void aPeriodIsWholeDaysAndWhatHasPassedOfToday() {
    Span span = new SpanQuery(null, null, 7).in(PARIS, Instant.parse("2026-04-01T10:00:00.5Z"));
    assertThat(span.from()).isEqualTo("2026-03-25T23:00:00Z");
    assertThat(span.to()).isEqualTo("2026-04-01T10:00:01Z");
    assertThat(span.previous().to()).isEqualTo(span.from());
    assertThat(span.previous().length()).isEqualTo(span.length());
  }

  @Test
  void theLastDayIsCountedAndAMomentIsNot() {
    Moment day = new Moment.Day(LocalDate.parse("2026-03-29"));
    Instant now = Instant.parse("2026-04-01T10:00:00Z");
    assertThat(new SpanQuery(day, day, 1).in(PARIS, now).length()).isEqualTo(Duration.ofHours(23));
    Moment at = new Moment.At(Instant.parse("2026-03-29T12:00:00Z"));
    assertThat(new SpanQuery(day, at, 1).in(PARIS, now).to()).isEqualTo("2026-03-29T12:00:00Z");
    assertThat(new SpanQuery(null, day, 2).in(PARIS, now).from()).isEqualTo("2026-03-27T23:00:00Z");
  }

  /** Otherwise the week before would be compared with one that has not ended. */
  @Test
  void nothingIsCountedOfTheFuture() {
    Moment first = new Moment.Day(LocalDate.parse("2026-03-30"));
    Moment last = new Moment.Day(LocalDate.parse("2026-04-05"));
    assertThat(new SpanQuery(first, last, 1).in(PARIS, Instant.parse("2026-04-01T10:00:00Z")).to())
        .isEqualTo("2026-04-01T10:00:01Z");
  }
}
