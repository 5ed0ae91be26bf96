package dev.imas.core.planned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the work of a window is done. */
class PlannedTimesTest {

  private static PlannedTimes times(
      String start, String zone, String length, @Nullable String rule, String... except) {
    return new PlannedTimes(
        LocalDateTime.parse(start),
        ZoneId.of(zone),
        Duration.parse(length),
        false,
        rule == null ? null : CalendarRecurrence.parse(rule),
        Set.copyOf(List.of(except).stream().map(LocalDateTime::parse).toList()));
  }

  private static List<String> from(PlannedTimes times, String from) {
    Instant begin = Instant.parse(from);
    return times.between(begin, begin.plus(Duration.ofDays(2_000)), 3).stream()
        .map(one -> one.startsAt() + "/" + one.endsAt())
        .toList();
  }

  @Test
  void onceIsOnce() {
    PlannedTimes once = times("2026-12-05T02:00", "Europe/Paris", "PT2H", null);
    assertThat(from(once, "2026-01-01T00:00:00Z"))
        .containsExactly("2026-12-05T01:00:00Z/2026-12-05T03:00:00Z");
    assertThat(from(once, "2026-12-05T02:59:59Z")).hasSize(1);
    assertThat(from(once, "2026-12-05T03:00:00Z")).isEmpty();
  }

  @Test
  void theFirstSaturdayOfEachMonthKeepsItsHourOverTheChangeOfTheClocks() {
    PlannedTimes monthly =
        times("2026-03-07T02:00", "Europe/Paris", "PT2H", "FREQ=MONTHLY;BYDAY=1SA");
    assertThat(from(monthly, "2026-03-08T00:00:00Z"))
        .containsExactly(
            "2026-04-04T00:00:00Z/2026-04-04T02:00:00Z",
            "2026-05-02T00:00:00Z/2026-05-02T02:00:00Z",
            "2026-06-06T00:00:00Z/2026-06-06T02:00:00Z");
  }

  @Test
  void anHourThatIsLeftOutBeginsLaterAndOneThatComesTwiceBeginsOnce() {
    PlannedTimes daily = times("2026-03-28T02:30", "Europe/Paris", "PT1H", "FREQ=DAILY");
    assertThat(from(daily, "2026-03-28T12:00:00Z").getFirst())
        .isEqualTo("2026-03-29T01:30:00Z/2026-03-29T02:30:00Z"); // 03:30 in summer time
    assertThat(from(daily, "2026-10-24T12:00:00Z"))
        .containsExactly(
            "2026-10-25T00:30:00Z/2026-10-25T01:30:00Z",
            "2026-10-26T01:30:00Z/2026-10-26T02:30:00Z",
            "2026-10-27T01:30:00Z/2026-10-27T02:30:00Z");
  }

  @Test
  void whatIsUnderWayIsFoundFarFromTheFirstOccurrence() {
    PlannedTimes long_ = times("2001-01-01T00:00", "UTC", "P3D", "FREQ=WEEKLY;BYDAY=MO");
    assertThat(from(long_, "2026-11-25T12:00:00Z").getFirst())
        .isEqualTo("2026-11-23T00:00:00Z/2026-11-26T00:00:00Z");
  }

  @Test
  void exceptionsAreLeftOut() {
    PlannedTimes daily =
        times("2026-01-01T02:00", "UTC", "PT1H", "FREQ=DAILY;COUNT=3", "2026-01-02T02:00");
    assertThat(from(daily, "2026-01-01T00:00:00Z"))
        .containsExactly(
            "2026-01-01T02:00:00Z/2026-01-01T03:00:00Z",
            "2026-01-03T02:00:00Z/2026-01-03T03:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ=DAILY;UNTIL=20260102T010000Z, 2", // 02:00 in Paris, which still counts
    "FREQ=DAILY;UNTIL=20260102T005959Z, 1",
    "FREQ=DAILY;UNTIL=20260102, 2",
    "FREQ=DAILY;UNTIL=20260102T020000, 2"
  })
  void theEndOfARuleCountsInItsZone(String rule, int times) {
    assertThat(
            from(times("2026-01-01T02:00", "Europe/Paris", "PT1H", rule), "2026-01-01T00:00:00Z"))
        .hasSize(times);
  }

  @Test
  void aRuleThatNeverComesEnds() {
    assertThat(
            from(
                times("2026-01-01T02:00", "UTC", "PT1H", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
                "2026-01-02T00:00:00Z"))
        .isEmpty();
  }

  /** Of a night of eight hours by the clock, seven or nine pass. */
  @Test
  void whatEndsByTheClockIsShorterOrLongerOnTheNightOfAChange() {
    PlannedTimes nightly =
        new PlannedTimes(
            LocalDateTime.parse("2026-01-01T22:00"),
            ZoneId.of("Europe/Paris"),
            Duration.ofHours(8),
            true,
            CalendarRecurrence.parse("FREQ=DAILY"),
            Set.of());
    assertThat(from(nightly, "2026-03-28T12:00:00Z").getFirst())
        .isEqualTo("2026-03-28T21:00:00Z/2026-03-29T04:00:00Z");
    assertThat(from(nightly, "2026-10-24T12:00:00Z").getFirst())
        .isEqualTo("2026-10-24T20:00:00Z/2026-10-25T05:00:00Z");
    assertThat(from(nightly, "2026-03-29T03:59:59Z").getFirst()).endsWith("2026-03-29T04:00:00Z");
  }

  /** Such a rule may have been stored before it was refused. It must keep nothing waiting. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=DAILY;INTERVAL=2147483647",
        "FREQ=MONTHLY;INTERVAL=2147483647",
        "FREQ=SECONDLY;INTERVAL=1"
      })
  void aStoredRuleBeyondTheBoundsNeverComes(String rule) {
    PlannedTimes stored =
        new PlannedTimes(
            LocalDateTime.parse("1970-01-01T22:00"),
            ZoneId.of("UTC"),
            Duration.ofHours(8),
            false,
            new CalendarRecurrence(rule),
            Set.of());
    CpuTime.within(
        Duration.ofSeconds(2), () -> assertThat(from(stored, "2026-03-28T12:00:00Z")).isEmpty());
  }
}
