package dev.imas.core.times;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.times.NamedTimes.Span;
import dev.imas.core.times.WrittenInterval.Hours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamedTimesTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static WrittenInterval at(String start, String end, @Nullable String zone) {
    return new WrittenInterval(
        List.of(new Hours(start, end)), List.of(), List.of(), List.of(), List.of(), zone);
  }

  private static WrittenInterval days(List<String> weekdays, List<String> days) {
    return new WrittenInterval(List.of(), weekdays, days, List.of(), List.of(), "Europe/Paris");
  }

  private static NamedTimes named(WrittenInterval... parts) {
    return NamedTimes.of(new UUID(0, 1), 1, "some", List.of(parts));
  }

  private static Instant paris(String local) {
    return ZonedDateTime.of(java.time.LocalDateTime.parse(local), PARIS).toInstant();
  }

  private static boolean holds(NamedTimes times, Instant at) {
    return times.at(at).holds();
  }

  @Test
  void hoursAreFromTheirStartUntilBeforeTheirEndByTheClocksOfTheZone() {
    NamedTimes night =
        named(at("22:00", "24:00", "Europe/Paris"), at("00:00", "06:00", "Europe/Paris"));
    assertThat(holds(night, paris("2026-06-10T21:59:59"))).isFalse();
    assertThat(holds(night, paris("2026-06-10T22:00:00"))).isTrue();
    assertThat(holds(night, paris("2026-06-11T05:59:59"))).isTrue();
    assertThat(holds(night, paris("2026-06-11T06:00:00"))).isFalse();
    // Midnight divides the parts, and not the interval.
    assertThat(night.at(paris("2026-06-10T23:00:00")).until())
        .isEqualTo(paris("2026-06-11T06:00:00"));
    assertThat(night.at(paris("2026-06-11T12:00:00")).until())
        .isEqualTo(paris("2026-06-11T22:00:00"));
  }

  @Test
  void withoutALocationTheClocksAreThoseOfUtc() {
    assertThat(holds(named(at("09:00", "10:00", null)), Instant.parse("2026-06-10T09:30:00Z")))
        .isTrue();
  }

  @Test
  void hourThatTheClocksLeaveOutIsNeverWithin() {
    NamedTimes hour = named(at("02:15", "02:45", "Europe/Paris"));
    Instant before = paris("2026-03-28T05:00:00");
    assertThat(hour.next(before, 2).getFirst())
        .as("on the 29th the clocks go from 02:00 to 03:00")
        .isEqualTo(new Span(paris("2026-03-30T02:15:00"), paris("2026-03-30T02:45:00")));
    NamedTimes over = named(at("01:30", "04:00", "Europe/Paris"));
    assertThat(over.next(before, 1).getFirst())
        .isEqualTo(
            new Span(Instant.parse("2026-03-29T00:30:00Z"), Instant.parse("2026-03-29T02:00:00Z")));
  }

  @Test
  void hourThatTheClocksRepeatIsWithinTwice() {
    NamedTimes hour = named(at("02:15", "02:45", "Europe/Paris"));
    assertThat(hour.next(paris("2026-10-25T00:00:00"), 3))
        .containsExactly(
            new Span(Instant.parse("2026-10-25T00:15:00Z"), Instant.parse("2026-10-25T00:45:00Z")),
            new Span(Instant.parse("2026-10-25T01:15:00Z"), Instant.parse("2026-10-25T01:45:00Z")),
            new Span(Instant.parse("2026-10-26T01:15:00Z"), Instant.parse("2026-10-26T01:45:00Z")));
    NamedTimes through = named(at("01:30", "03:30", "Europe/Paris"));
    assertThat(
            Duration.between(
                through.next(paris("2026-10-25T00:00:00"), 1).getFirst().begin(),
                through.next(paris("2026-10-25T00:00:00"), 1).getFirst().end()))
        .isEqualTo(Duration.ofHours(3));
  }

  @Test
  void whatEndsWithinTheRepeatedHourEndsTwice() {
    NamedTimes until = named(at("00:00", "02:30", "Europe/Paris"));
    assertThat(until.next(paris("2026-10-24T12:00:00"), 2))
        .containsExactly(
            new Span(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T00:30:00Z")),
            new Span(Instant.parse("2026-10-25T01:00:00Z"), Instant.parse("2026-10-25T01:30:00Z")));
  }

  @Test
  void negativeDaysCountFromTheEndOfTheMonthAlsoWhereTheClocksChange() {
    NamedTimes last = named(days(List.of(), List.of("-1")));
    for (String month :
        List.of("2026-02-28", "2028-02-29", "2026-03-31", "2026-10-31", "2026-04-30")) {
      LocalDate day = LocalDate.parse(month);
      assertThat(holds(last, paris(day + "T00:00:00"))).as(month).isTrue();
      assertThat(holds(last, paris(day + "T23:59:59"))).as(month).isTrue();
      assertThat(holds(last, paris(day.minusDays(1) + "T23:59:59"))).as(month).isFalse();
      assertThat(holds(last, paris(day.plusDays(1) + "T00:00:00"))).as(month).isFalse();
    }
    NamedTimes from = named(days(List.of(), List.of("30:-1")));
    assertThat(holds(from, paris("2026-02-28T12:00:00"))).as("February has no 30th").isFalse();
    NamedTimes long31 = named(days(List.of(), List.of("-31:-30")));
    assertThat(holds(long31, paris("2026-02-01T12:00:00")))
        .as("what lies before the month is not in it")
        .isFalse();
    assertThat(holds(long31, paris("2026-03-01T12:00:00"))).isTrue();
  }

  @Test
  void allMembersMustHoldAndOneRangeOfEach() {
    WrittenInterval part =
        new WrittenInterval(
            List.of(new Hours("09:00", "17:00")),
            List.of("monday:friday", "sunday"),
            List.of("1:7"),
            List.of("june", "8"),
            List.of("2026:2027"),
            "Europe/Paris");
    assertThat(holds(named(part), paris("2026-06-01T09:00:00"))).isTrue(); // a Monday
    assertThat(holds(named(part), paris("2026-06-06T09:00:00"))).as("Saturday").isFalse();
    assertThat(holds(named(part), paris("2026-06-07T09:00:00"))).as("Sunday").isTrue();
    assertThat(holds(named(part), paris("2026-06-08T09:00:00"))).as("the eighth").isFalse();
    assertThat(holds(named(part), paris("2026-07-01T09:00:00"))).as("July").isFalse();
    assertThat(holds(named(part), paris("2028-06-01T09:00:00"))).as("2028").isFalse();
    assertThat(named(part).at(paris("2026-08-07T18:00:00")).until())
        .as("in the next year")
        .isEqualTo(paris("2027-06-01T09:00:00"));
  }

  @Test
  void emptyPartAlwaysHoldsAndNoPartNever() {
    Instant now = paris("2026-06-01T09:00:00");
    WrittenInterval empty =
        new WrittenInterval(List.of(), List.of(), List.of(), List.of(), List.of(), null);
    assertThat(named(empty).at(now))
        .isEqualTo(new NamedTimes.Standing(now, now.plus(NamedTimes.HORIZON), true));
    assertThat(named().at(now))
        .isEqualTo(new NamedTimes.Standing(now, now.plus(NamedTimes.HORIZON), false));
    assertThat(named().next(now, 3)).isEmpty();
    assertThat(named(empty).next(now, 3)).hasSize(1);
  }

  /** Minute by minute is slow and certainly right. */
  @Test
  void changesAreWhereMinuteByMinuteTheyAre() {
    Random random = new Random(7);
    List<String> zones =
        List.of("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    List<Instant> starts =
        List.of(
            Instant.parse("2026-03-28T12:00:00Z"),
            Instant.parse("2026-10-24T12:00:00Z"),
            Instant.parse("2026-04-03T12:00:00Z"),
            Instant.parse("2026-02-27T12:00:00Z"));
    for (int run = 0; run < 150; run++) {
      List<WrittenInterval> parts = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        int start = random.nextInt(1_380);
        int end = start + 1 + random.nextInt(1_440 - start);
        parts.add(
            new WrittenInterval(
                List.of(new Hours(clock(start), clock(end))),
                random.nextBoolean() ? List.of() : List.of("saturday", "sunday:monday"),
                random.nextBoolean() ? List.of() : List.of("-2:-1", "1"),
                List.of(),
                List.of(),
                zones.get(random.nextInt(zones.size()))));
      }
      NamedTimes times = NamedTimes.of(new UUID(0, 1), 1, "some", parts);
      Instant at = starts.get(random.nextInt(starts.size()));
      Instant end = at.plus(Duration.ofDays(3));
      Instant told = at;
      boolean holds = named(parts.toArray(WrittenInterval[]::new)).at(at).holds();
      for (Instant m = at; m.isBefore(end); m = m.plusSeconds(60)) {
        boolean now = times.holds(m);
        if (now != holds) {
          assertThat(times.at(told).until()).as("%s from %s", parts, told).isEqualTo(m);
          told = m;
          holds = now;
        }
      }
    }
  }

  private static String clock(int minute) {
    return String.format("%02d:%02d", minute / 60, minute % 60);
  }
}
