package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.sla.BusinessCalendar;
import dev.imas.core.sla.OpeningHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Business hours of figures are those of the calendar, also where clocks change. */
class OpenSecondsTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final long DAYS = 400;

  @Test
  void whatIsOpenIsWhatTheCalendarSays() {
    List<OpeningHours> hours =
        Stream.of(DayOfWeek.MONDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)
            .flatMap(
                day ->
                    Stream.of(
                        new OpeningHours(day, 0, 200),
                        new OpeningHours(day, 540, OpeningHours.MIDNIGHT)))
            .toList();
    BusinessCalendar calendar =
        new BusinessCalendar(ZoneId.of("Europe/Paris"), hours, Set.of(LocalDate.of(2026, 4, 6)));
    OpenSeconds open = OpenSeconds.of(calendar, SINCE, SINCE.plusSeconds(DAYS * 86_400));
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      long from = SINCE.getEpochSecond() + random.nextLong(DAYS * 86_400 / 2);
      long to = from + random.nextLong(i % 2 == 0 ? 90_000 : DAYS * 86_400 / 2);
      assertThat(open.between(from, to))
          .as("%d to %d", from, to)
          .isEqualTo(
              (int)
                  calendar
                      .openBetween(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to))
                      .toSeconds());
    }
    assertThat(open.between(SINCE.getEpochSecond() - 100, SINCE.getEpochSecond())).isZero();
  }
}
