package dev.imas.core.sla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BusinessCalendarTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static BusinessCalendar daily(int from, int until) {
    return new BusinessCalendar(
        PARIS,
        Arrays.stream(DayOfWeek.values()).map(day -> new OpeningHours(day, from, until)).toList(),
        Set.of());
  }

  private static Duration on(BusinessCalendar calendar, String day) {
    Instant begin = LocalDate.parse(day).atStartOfDay(PARIS).toInstant();
    Instant end = LocalDate.parse(day).plusDays(1).atStartOfDay(PARIS).toInstant();
    return calendar.openBetween(begin, end);
  }

  @Test
  void aWholeDayHasTheHoursThatClocksShow() {
    BusinessCalendar whole = daily(0, OpeningHours.MIDNIGHT);
    assertThat(on(whole, "2026-03-29")).hasHours(23);
    assertThat(on(whole, "2026-10-25")).hasHours(25);
    assertThat(on(whole, "2026-06-01")).hasHours(24);
    assertThat(whole.isAroundTheClock()).isTrue();
    assertThat(daily(0, OpeningHours.MIDNIGHT - 1).isAroundTheClock()).isFalse();
  }

  @Test
  void hoursThatClocksSkipAreNoneAndHoursShownTwiceCountTwice() {
    BusinessCalendar night = daily(2 * 60 + 15, 2 * 60 + 45);
    assertThat(on(night, "2026-03-29")).isZero();
    assertThat(on(night, "2026-10-25")).isEqualTo(Duration.ofMinutes(60));
  }

  @Test
  void timeIsUpWhereOpenHoursEndAndNotWhenTheNextBegin() {
    BusinessCalendar office = daily(9 * 60, 17 * 60);
    Instant evening = Instant.parse("2026-06-01T20:00:00Z");
    assertThat(office.add(evening, Duration.ofHours(8)))
        .contains(Instant.parse("2026-06-02T15:00:00Z"));
    assertThat(office.add(evening, Duration.ZERO)).contains(evening);
  }

  @Test
  void holidaysDoNotCount() {
    BusinessCalendar office = daily(9 * 60, 17 * 60).with(Set.of(LocalDate.of(2026, 6, 2)));
    assertThat(office.add(Instant.parse("2026-06-01T14:00:00Z"), Duration.ofHours(2)))
        .contains(Instant.parse("2026-06-03T08:00:00Z"));
  }

  @Test
  void withoutOpenHoursNothingIsEverDue() {
    BusinessCalendar never = new BusinessCalendar(PARIS, List.of(), Set.of());
    assertThat(never.add(Instant.EPOCH, Duration.ofMinutes(1))).isEmpty();
    assertThat(never.isAroundTheClock()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // Resolved on a Monday, on a Saturday, just before and after midnight in Paris.
    "2026-06-01T10:00:00Z, 5, 2026-06-08T15:00:00Z",
    "2026-06-06T10:00:00Z, 5, 2026-06-12T15:00:00Z",
    "2026-05-31T21:59:00Z, 1, 2026-06-01T15:00:00Z",
    "2026-05-31T22:00:00Z, 1, 2026-06-02T15:00:00Z",
    // Clocks change in between: the day ends by the clocks of that day.
    "2026-03-27T10:00:00Z, 1, 2026-03-30T15:00:00Z",
    "2026-10-23T10:00:00Z, 1, 2026-10-26T16:00:00Z",
  })
  void workingDaysAreThoseAfterAndEndAsTheirHoursDo(Instant from, int days, Instant end) {
    assertThat(office(17 * 60, Set.of()).endOfWorkingDay(from, days)).contains(end);
  }

  @Test
  void holidayIsNoWorkingDayAndDayThatEndsAtMidnightKeepsItsDate() {
    Instant monday = Instant.parse("2026-06-01T10:00:00Z");
    assertThat(
            office(OpeningHours.MIDNIGHT, Set.of(LocalDate.of(2026, 6, 2)))
                .endOfWorkingDay(monday, 2))
        .contains(Instant.parse("2026-06-04T21:59:00Z"));
    assertThat(new BusinessCalendar(PARIS, List.of(), Set.of()).endOfWorkingDay(monday, 1))
        .isEmpty();
  }

  private static BusinessCalendar office(int until, Set<LocalDate> holidays) {
    return new BusinessCalendar(
        PARIS,
        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY).stream()
            .map(day -> new OpeningHours(day, 9 * 60, until))
            .toList(),
        holidays);
  }
}
