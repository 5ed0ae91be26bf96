package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.QuietHours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decision M8: {@code [22:00, 07:00)} wraps midnight, and is right when the clocks change. */
class QuietHoursTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final List<DayOfWeek> EVERY_DAY = List.of(DayOfWeek.values());
  private static final QuietHours NIGHT =
      new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), EVERY_DAY);

  private static Instant paris(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  @Test
  void theNightBeginsAtTenAndEndsBeforeSeven() {
    assertThat(NIGHT.endAt(paris("2026-06-10T21:59:59"), PARIS)).isEmpty();
    assertThat(NIGHT.endAt(paris("2026-06-10T22:00:00"), PARIS))
        .contains(paris("2026-06-11T07:00:00"));
    assertThat(NIGHT.endAt(paris("2026-06-11T06:59:59"), PARIS))
        .contains(paris("2026-06-11T07:00:00"));
    assertThat(NIGHT.endAt(paris("2026-06-11T07:00:00"), PARIS)).isEmpty();
  }

  @Test
  void onTheNightInSpringItIsAnHourShorter() {
    Instant end = NIGHT.endAt(paris("2026-03-28T22:00:00"), PARIS).orElseThrow();
    assertThat(Duration.between(paris("2026-03-28T22:00:00"), end)).isEqualTo(Duration.ofHours(8));
    assertThat(end).isEqualTo("2026-03-29T05:00:00Z");
  }

  @Test
  void onTheNightInAutumnItIsAnHourLonger() {
    Instant end = NIGHT.endAt(paris("2026-10-24T22:00:00"), PARIS).orElseThrow();
    assertThat(Duration.between(paris("2026-10-24T22:00:00"), end)).isEqualTo(Duration.ofHours(10));
    assertThat(end).isEqualTo("2026-10-25T06:00:00Z");
  }

  @Test
  void itBeginsOnItsDaysAndEndsOnTheNext() {
    QuietHours weekend =
        new QuietHours(LocalTime.of(22, 0), LocalTime.of(10, 0), List.of(DayOfWeek.FRIDAY));
    assertThat(weekend.endAt(paris("2026-06-13T03:00:00"), PARIS)) // Saturday
        .contains(paris("2026-06-13T10:00:00"));
    assertThat(weekend.endAt(paris("2026-06-12T03:00:00"), PARIS)).isEmpty(); // Friday
  }

  @Test
  void withinADayItNeedsNoMidnight() {
    QuietHours lunch = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0), EVERY_DAY);
    assertThat(lunch.endAt(paris("2026-06-13T12:30:00"), PARIS))
        .contains(paris("2026-06-13T13:00:00"));
    assertThat(lunch.endAt(paris("2026-06-13T23:30:00"), PARIS)).isEmpty();
  }

  /** Minute by minute over both changes of a year, against the clock on the wall. */
  @Test
  void theClockOnTheWallDecides() {
    Random dice = new Random(50);
    for (int i = 0; i < 200; i++) {
      LocalTime from = LocalTime.of(dice.nextInt(24), 0);
      LocalTime until = LocalTime.of(Math.floorMod(from.getHour() + 1 + dice.nextInt(22), 24), 0);
      QuietHours quiet = new QuietHours(from, until, EVERY_DAY);
      Instant day = paris(dice.nextBoolean() ? "2026-03-28T00:00:00" : "2026-10-24T00:00:00");
      for (int minute = 0; minute < 3 * 24 * 60; minute += 7) {
        Instant moment = day.plus(Duration.ofMinutes(minute));
        LocalTime wall = moment.atZone(PARIS).toLocalTime();
        boolean inside =
            from.isBefore(until)
                ? !wall.isBefore(from) && wall.isBefore(until)
                : !wall.isBefore(from) || wall.isBefore(until);
        Optional<Instant> end = quiet.endAt(moment, PARIS);
        // In the hour that comes twice, and at the one that is skipped, an end by the clock on the
        // wall comes once.
        boolean isOdd = wall.getHour() == 2 || wall.getHour() == 3;
        if (!isOdd) {
          assertThat(end.isPresent()).as("%s at %s", quiet, moment.atZone(PARIS)).isEqualTo(inside);
        }
        end.ifPresent(
            e -> {
              assertThat(e).isAfter(moment);
              assertThat(Duration.between(moment, e)).isLessThanOrEqualTo(Duration.ofHours(24));
            });
      }
    }
  }
}
