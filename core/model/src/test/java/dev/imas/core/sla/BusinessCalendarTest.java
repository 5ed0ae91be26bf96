package dev.imas.core.sla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
