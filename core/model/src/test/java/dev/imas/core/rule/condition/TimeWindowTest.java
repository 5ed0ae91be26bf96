package dev.imas.core.rule.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  @ParameterizedTest
  @CsvSource({
    // 3 July 2026 is a Friday; Paris is two hours ahead.
    "2026-07-03T19:59:59Z, false",
    "2026-07-03T20:00:00Z, true",
    "2026-07-04T03:59:59Z, true",
    "2026-07-04T04:00:00Z, false",
    "2026-07-04T20:00:00Z, false",
    "2026-07-03T03:00:00Z, false",
  })
  void nightBelongsToTheDayOnWhichItBegins(Instant at, boolean within) {
    TimeWindow fridayNight = window(Set.of(DayOfWeek.FRIDAY), "22:00", "06:00");
    assertThat(fridayNight.holds(at)).isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource({
    // On 29 March 2026 clocks go from 02:00 to 03:00.
    "2026-03-29T00:59:59Z, 02:00, 03:00, false",
    "2026-03-29T01:00:00Z, 02:00, 03:00, false",
    "2026-03-29T00:59:59Z, 01:00, 03:30, true",
    "2026-03-29T01:29:59Z, 01:00, 03:30, true",
    "2026-03-29T01:30:00Z, 01:00, 03:30, false",
    // On 25 October 2026 they go from 03:00 back to 02:00.
    "2026-10-25T00:30:00Z, 02:00, 03:00, true",
    "2026-10-25T01:30:00Z, 02:00, 03:00, true",
    "2026-10-25T02:00:00Z, 02:00, 03:00, false",
    "2026-10-24T23:59:59Z, 02:00, 03:00, false",
  })
  void clocksOfTheZoneCount(Instant at, String from, String to, boolean within) {
    assertThat(window(Set.of(), from, to).holds(at)).isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:30:00Z, false",
    "2026-02-01T22:59:59Z, false",
    "2026-01-30T23:00:00Z, true",
    "2026-01-31T22:59:59Z, true",
    "2026-03-31T10:00:00Z, false",
  })
  void monthsAndDaysAreThoseOfTheZone(Instant at, boolean within) {
    TimeWindow lastOfJanuary =
        new TimeWindow(
            PARIS, Set.of(), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, Set.of(1), Set.of(31));
    assertThat(lastOfJanuary.holds(at)).isEqualTo(within);
  }

  private static TimeWindow window(Set<DayOfWeek> weekdays, String from, String to) {
    return new TimeWindow(
        PARIS, weekdays, LocalTime.parse(from), LocalTime.parse(to), Set.of(), Set.of());
  }
}
