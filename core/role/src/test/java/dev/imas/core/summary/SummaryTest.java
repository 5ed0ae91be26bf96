package dev.imas.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Saying;
import dev.imas.core.summary.SummaryFigures.Busy;
import dev.imas.core.summary.SummaryKind.Period;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SayingWords;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final LocalTime EIGHT = LocalTime.of(8, 0);

  private static Period last(SummaryKind kind, String now) {
    return kind.last(PARIS, EIGHT, Instant.parse(now));
  }

  @Test
  void theDayEndsAtEightByTheClocksOfTheTenant() {
    assertThat(last(SummaryKind.DAILY, "2026-06-10T05:59:59Z").until())
        .isEqualTo("2026-06-09T06:00:00Z");
    assertThat(last(SummaryKind.DAILY, "2026-06-10T06:00:00Z"))
        .isEqualTo(
            new Period(
                Instant.parse("2026-06-09T06:00:00Z"), Instant.parse("2026-06-10T06:00:00Z")));
  }

  @Test
  void theDayOnWhichClocksChangeHas23Hours() {
    Period period = last(SummaryKind.DAILY, "2026-03-29T12:00:00Z");
    assertThat(Duration.between(period.from(), period.until())).isEqualTo(Duration.ofHours(23));
  }

  @Test
  void theWeekEndsOnMonday() {
    assertThat(last(SummaryKind.WEEKLY, "2026-06-12T12:00:00Z")) // Friday
        .isEqualTo(
            new Period(
                Instant.parse("2026-06-01T06:00:00Z"), Instant.parse("2026-06-08T06:00:00Z")));
  }

  /** Periods follow each other without a gap and without an overlap, over the changes of a year. */
  @Test
  void everyMomentIsInOneSummary() {
    Random dice = new Random(4);
    for (SummaryKind kind : SummaryKind.values()) {
      for (int i = 0; i < 5_000; i++) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(dice.nextInt(365 * 86_400));
        Period period = kind.last(PARIS, EIGHT, now);
        assertThat(period.until()).isBeforeOrEqualTo(now);
        assertThat(period.until().atZone(PARIS).toLocalTime()).isEqualTo(EIGHT);
        assertThat(kind.last(PARIS, EIGHT, period.until().minusMillis(1)).until())
            .isEqualTo(period.from());
        if (kind == SummaryKind.MONTHLY) {
          assertThat(period.until().atZone(PARIS).getDayOfMonth()).isEqualTo(1);
          assertThat(period.from().atZone(PARIS).getDayOfMonth()).isEqualTo(1);
        }
        if (kind == SummaryKind.WEEKLY) {
          assertThat(period.until().atZone(PARIS).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        }
      }
    }
  }

  private static String said(Saying saying) {
    return SayingWords.of(saying, Phrases.ENGLISH);
  }

  @Test
  void aQuietDayIsToldToo() {
    SummaryFigures nothing =
        new SummaryFigures(
            List.of(0L, 0L, 0L, 0L), 0, 0, 0, Optional.empty(), Optional.empty(), List.of());
    assertThat(said(SummaryWords.title(SummaryKind.DAILY, nothing)))
        .isEqualTo("Daily summary: nothing happened");
  }

  @Test
  void theFiguresAreInWords() {
    SummaryFigures figures =
        new SummaryFigures(
            List.of(1L, 0L, 2L, 0L),
            2,
            4,
            1,
            Optional.of(Duration.ofSeconds(245)),
            Optional.of(Duration.ofMinutes(72)),
            List.of(new Busy("checkout", 2), new Busy("search", 1)));
    assertThat(said(SummaryWords.title(SummaryKind.WEEKLY, figures)))
        .isEqualTo("Weekly summary: 3 opened, 2 resolved, 4 open");
    assertThat(
            said(SummaryWords.text(last(SummaryKind.DAILY, "2026-06-10T06:00:00Z"), PARIS, figures))
                .lines())
        .containsExactly(
            "From 2026-06-09 08:00 to 2026-06-10 08:00 (Europe/Paris)",
            "Opened: 3 (1 SEV1, 2 SEV3)",
            "Resolved: 2",
            "Open now: 4, 1 unacknowledged",
            "Mean time to acknowledge: 4 min",
            "Mean time to resolve: 1 h 12 min",
            "Most incidents: checkout 2, search 1");
  }
}
