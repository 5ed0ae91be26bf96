package dev.imas.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.scheduler.Recurrence.AtTime;
import dev.imas.core.scheduler.Recurrence.Every;
import dev.imas.core.scheduler.Recurrence.InMonth;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {

  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  @Test
  void intervalKeepsItsGridAndCatchesUpOnce() {
    Every every = new Every(Duration.ofMinutes(10));

    assertThat(every.next(NOON, NOON)).isEqualTo(NOON.plusSeconds(600));
    assertThat(every.next(NOON, NOON.plusSeconds(3))).isEqualTo(NOON.plusSeconds(600));
    // Six runs were missed: one is made now, and the schedule goes on.
    assertThat(every.next(NOON, NOON.plusSeconds(3_601))).isEqualTo(NOON.plusSeconds(4_200));
    assertThat(every.next(NOON, NOON.plusSeconds(600))).isEqualTo(NOON.plusSeconds(1_200));
  }

  @Test
  void whatRanAheadOfItsTimeKeepsIt() {
    Every every = new Every(Duration.ofMinutes(10));
    AtTime at = new AtTime(LocalTime.of(8, 0), ZoneId.of("UTC"));

    assertThat(every.next(NOON.plusSeconds(60), NOON)).isEqualTo(NOON.plusSeconds(60));
    assertThat(at.next(NOON.plusSeconds(60), NOON)).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void intervalOfLongAgoIsNoOverflow() {
    Every every = new Every(Duration.ofMillis(1));

    assertThat(every.next(Instant.EPOCH, NOON)).isEqualTo(NOON.plusMillis(1));
  }

  /** A time before, the next run, and the run after it, computed by hand. */
  @ParameterizedTest
  @CsvSource({
    // The clocks of Paris go from 02:00 to 03:00 on 2026-03-29: as much later as they are put
    // forward.
    "02:30, Europe/Paris, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
    // From 03:00 back to 02:00 on 2026-10-25: the first of the two, and no second run.
    "02:30, Europe/Paris, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "02:00, Europe/Paris, 2026-10-24T12:00:00Z, 2026-10-25T00:00:00Z, 2026-10-26T01:00:00Z",
    "03:00, Europe/Paris, 2026-10-24T12:00:00Z, 2026-10-25T02:00:00Z, 2026-10-26T02:00:00Z",
    // Cairo skips midnight on 2026-04-24.
    "00:00, Africa/Cairo, 2026-04-23T12:00:00Z, 2026-04-23T22:00:00Z, 2026-04-24T21:00:00Z",
    // Apia skipped the whole of 2011-12-30: its run and the next day's are one.
    "02:00, Pacific/Apia, 2011-12-29T12:30:00Z, 2011-12-30T12:00:00Z, 2011-12-31T12:00:00Z",
    "08:00, America/New_York, 2026-03-07T14:00:00Z, 2026-03-08T12:00:00Z, 2026-03-09T12:00:00Z",
    "08:00, Australia/Lord_Howe, 2026-04-04T00:00:00Z, 2026-04-04T21:30:00Z, 2026-04-05T21:30:00Z",
  })
  void timeOfDayIsThatOfItsZone(
      LocalTime time, ZoneId zone, Instant before, Instant first, Instant second) {
    AtTime at = new AtTime(time, zone);

    assertThat(at.first(before)).isEqualTo(first);
    assertThat(at.next(first, first)).isEqualTo(second);
    assertThat(at.next(first, first.minusNanos(1))).isEqualTo(first);
  }

  /** Compared with all minutes of a year, as a wall clock shows them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Paris",
        "America/New_York",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Santiago"
      })
  void everyDayHasItOnceAndTheWallClockShowsIt(String name) {
    ZoneId zone = ZoneId.of(name);
    List<ZonedDateTime> minutes = minutesOfTheYear(zone);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 40; i++) {
      LocalTime time =
          i < 12
              ? LocalTime.of(i / 4, i % 4 * 15)
              : LocalTime.of(random.nextInt(24), random.nextInt(60));
      AtTime at = new AtTime(time, zone);
      List<Instant> expected = byTheWall(time, minutes);
      List<Instant> found = new ArrayList<>();
      Instant now = LocalDate.of(2026, 1, 1).atStartOfDay(zone).toInstant().minusNanos(1);
      for (int day = 0; day < expected.size(); day++) {
        now = at.next(now, now);
        found.add(now);
      }
      assertThat(found).as("%s in %s", time, zone).isEqualTo(expected);
    }
  }

  private static List<ZonedDateTime> minutesOfTheYear(ZoneId zone) {
    List<ZonedDateTime> minutes = new ArrayList<>();
    Instant to = LocalDate.of(2027, 1, 1).atStartOfDay(zone).toInstant();
    for (Instant minute = LocalDate.of(2026, 1, 1).atStartOfDay(zone).toInstant();
        minute.isBefore(to);
        minute = minute.plusSeconds(60)) {
      minutes.add(minute.atZone(zone));
    }
    return minutes;
  }

  /** The first minute of each day that the clock shows that time; where none does, see ADR 33. */
  private static List<Instant> byTheWall(LocalTime time, List<ZonedDateTime> minutes) {
    List<Instant> shown = new ArrayList<>();
    LocalDate last = LocalDate.MIN;
    ZonedDateTime before = minutes.getFirst().minusSeconds(60);
    for (ZonedDateTime wall : minutes) {
      if (wall.toLocalTime().equals(time) && !wall.toLocalDate().equals(last)) {
        last = wall.toLocalDate();
        shown.add(wall.toInstant());
      } else if (!wall.getOffset().equals(before.getOffset()) && !wall.toLocalDate().equals(last)) {
        // If the clock skipped that time, the run is later by the size of the skip.
        Duration jump =
            Duration.between(before.toLocalDateTime(), wall.toLocalDateTime()).minusMinutes(1);
        LocalDateTime left = LocalDateTime.of(wall.toLocalDate(), time);
        if (jump.isPositive()
            && left.isAfter(before.toLocalDateTime())
            && left.isBefore(wall.toLocalDateTime())) {
          last = wall.toLocalDate();
          shown.add(left.plus(jump).atZone(wall.getZone()).toInstant());
        }
      }
      before = wall;
    }
    return shown;
  }

  @Test
  void daysOfTheWeekAreThoseOfTheZone() {
    // Monday 08:00 in Auckland is Sunday in UTC.
    AtTime at =
        new AtTime(LocalTime.of(8, 0), ZoneId.of("Pacific/Auckland"), Set.of(DayOfWeek.MONDAY));

    assertThat(at.first(NOON)).isEqualTo(Instant.parse("2026-01-18T19:00:00Z"));
    assertThat(at.next(at.first(NOON), at.first(NOON)))
        .isEqualTo(Instant.parse("2026-01-25T19:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every PT10S",
        "every PT1H",
        "at 02:00 UTC",
        "at 08:30 Europe/Paris",
        "at 23:59:59 Etc/GMT+3 on MONDAY,SUNDAY"
      })
  void isReadAsItWasWritten(String text) {
    assertThat(Recurrence.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "every",
        "every PT0S",
        "every -PT1S",
        "every day",
        "at 25:00 UTC",
        "at 02:00",
        "at 02:00 Mars/Olympus",
        "at 02:00 UTC on FUNDAY"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Recurrence.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /** By hand: after this time, on that day of the month at 10:30, Paris, it is due then. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-15T12:00:00Z, 15, 2026-02-15T09:30:00Z",
    "2026-01-15T09:29:59Z, 15, 2026-01-15T09:30:00Z",
    "2026-01-15T09:30:00Z, 15, 2026-02-15T09:30:00Z",
    "2026-01-31T12:00:00Z, 31, 2026-02-28T09:30:00Z",
    "2028-01-31T12:00:00Z, 30, 2028-02-29T09:30:00Z",
    "2026-03-28T12:00:00Z, 31, 2026-03-31T08:30:00Z",
    "2026-12-31T12:00:00Z, 1, 2027-01-01T09:30:00Z",
  })
  void onceAMonthAShorterMonthHasItOnItsLastDay(String after, int day, String due) {
    InMonth monthly = new InMonth(LocalTime.of(10, 30), ZoneId.of("Europe/Paris"), day);
    assertThat(monthly.first(Instant.parse(after))).isEqualTo(Instant.parse(due));
    assertThat(monthly.next(Instant.EPOCH, Instant.parse(after))).isEqualTo(Instant.parse(due));
    assertThat(Recurrence.parse(monthly.text())).isEqualTo(monthly);
  }

  /** Apia had no 30 December 2011. */
  @Test
  void aDayThatAZoneSkipsIsTheNextOne() {
    InMonth monthly = new InMonth(LocalTime.of(10, 0), ZoneId.of("Pacific/Apia"), 30);
    assertThat(monthly.first(Instant.parse("2011-12-29T22:00:00Z")))
        .isEqualTo(Instant.parse("2011-12-30T20:00:00Z"));
  }

  @Test
  void thereIsNoDayZeroOrThirtyTwoOfAMonth() {
    for (String text :
        List.of("at 10:00 UTC on day 0", "at 10:00 UTC on day 32", "at 10:00 UTC on day x")) {
      assertThatThrownBy(() -> Recurrence.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
