package dev.imas.core.oncall;

import static dev.imas.core.oncall.People.ALICE;
import static dev.imas.core.oncall.People.BOB;
import static dev.imas.core.oncall.People.PARIS;
import static dev.imas.core.oncall.People.between;
import static dev.imas.core.oncall.People.daily;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What counts as a night, a weekend and a holiday, and for whom. */
class WorkloadTest {

  private static final Interval MARCH = between("2026-03-01T00:00", "2026-04-01T00:00");

  private static Shift shift(UUID person, String from, String until) {
    return new Shift(1, person, between(from, until), new Cause.Turn("main", 0));
  }

  private static Workload of(List<Shift> shifts, String... holidays) {
    Set<LocalDate> days =
        List.of(holidays).stream().map(LocalDate::parse).collect(Collectors.toSet());
    return Workload.of(shifts, MARCH, id -> PARIS, days).getOrDefault(ALICE, Workload.NONE);
  }

  @Test
  void aNightIsFromTenToSeven() {
    Workload one = of(List.of(shift(ALICE, "2026-03-03T18:00", "2026-03-04T09:00")));
    assertThat(one.time()).isEqualTo(Duration.ofHours(15));
    assertThat(one.night()).isEqualTo(Duration.ofHours(9));
    assertThat(one.nights()).isEqualTo(1);
    assertThat(of(List.of(shift(ALICE, "2026-03-03T07:00", "2026-03-03T22:00"))).nights()).isZero();
    assertThat(of(List.of(shift(ALICE, "2026-03-03T06:00", "2026-03-03T23:00"))).nights())
        .isEqualTo(2);
  }

  @Test
  void aWeekendIsSaturdayAndSunday() {
    Workload week = of(List.of(shift(ALICE, "2026-03-02T09:00", "2026-03-09T09:00")));
    assertThat(week.weekend()).isEqualTo(Duration.ofHours(48));
    assertThat(week.weekends()).isEqualTo(1);
    assertThat(week.nights()).isEqualTo(7);
  }

  /** On the night on which the clocks go forward, a night has eight hours and the Sunday 23. */
  @Test
  void hoursAreThoseThatPass() {
    Workload night = of(List.of(shift(ALICE, "2026-03-28T22:00", "2026-03-29T22:00")));
    assertThat(night.time()).isEqualTo(Duration.ofHours(23));
    assertThat(night.night()).isEqualTo(Duration.ofHours(8));
    assertThat(night.weekend()).isEqualTo(Duration.ofHours(23));
  }

  @Test
  void holidaysAreTheDaysThatWereNamed() {
    Workload one =
        of(
            List.of(shift(ALICE, "2026-03-03T18:00", "2026-03-05T06:00")),
            "2026-03-04",
            "2026-03-09");
    assertThat(one.holiday()).isEqualTo(Duration.ofHours(24));
    assertThat(one.holidays()).isEqualTo(1);
  }

  @Test
  void timeAtSeveralLevelsCountsOnce() {
    Workload one =
        of(
            List.of(
                shift(ALICE, "2026-03-03T08:00", "2026-03-03T20:00"),
                new Shift(
                    2,
                    ALICE,
                    between("2026-03-03T10:00", "2026-03-03T21:00"),
                    new Cause.Turn("second", 0))));
    assertThat(one.time()).isEqualTo(Duration.ofHours(13));
    assertThat(one.shifts()).isEqualTo(2);
  }

  @Test
  void eachPersonsOwnClocksCount() {
    Map<UUID, Workload> both =
        Workload.of(
            List.of(
                shift(ALICE, "2026-03-03T22:00", "2026-03-04T07:00"),
                shift(BOB, "2026-03-03T22:00", "2026-03-04T07:00")),
            MARCH,
            id -> id.equals(BOB) ? ZoneId.of("Australia/Sydney") : PARIS,
            Set.of());
    assertThat(Objects.requireNonNull(both.get(ALICE)).night()).isEqualTo(Duration.ofHours(9));
    assertThat(Objects.requireNonNull(both.get(BOB)).night()).isEqualTo(Duration.ZERO);
  }

  @Test
  void whatLiesOutsideOfTheTimeIsLeftOut() {
    assertThat(of(List.of(shift(ALICE, "2026-02-28T12:00", "2026-03-01T12:00"))).time())
        .isEqualTo(Duration.ofHours(12));
  }

  /** Minute by minute. */
  @Test
  void equalsTheObviousCount() {
    Random random = new Random(48);
    Schedule schedule = Schedule.of(Layer.of("main", daily("2026-02-20T09:00", ALICE, BOB)));
    for (int n = 0; n < 20; n++) {
      Instant from = MARCH.from().plus(Duration.ofMinutes(random.nextInt(40_000)));
      Interval range = new Interval(from, from.plus(Duration.ofMinutes(1 + random.nextInt(9_000))));
      int nightly = 0;
      int atWeekends = 0;
      for (Instant t = range.from(); t.isBefore(range.until()); t = t.plusSeconds(60)) {
        if (!schedule.at(t).getFirst().person().equals(ALICE)) {
          continue;
        }
        nightly += Workload.isNight(t, PARIS) ? 1 : 0;
        atWeekends += t.atZone(PARIS).getDayOfWeek().getValue() > 5 ? 1 : 0;
      }
      Workload alice =
          Workload.of(schedule.shifts(range), range, id -> PARIS, Set.of())
              .getOrDefault(ALICE, Workload.NONE);
      assertThat(alice.night()).isEqualTo(Duration.ofMinutes(nightly));
      assertThat(alice.weekend()).isEqualTo(Duration.ofMinutes(atWeekends));
    }
  }
}
