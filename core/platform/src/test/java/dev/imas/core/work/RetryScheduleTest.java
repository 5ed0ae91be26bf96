package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {

  private static final Instant SINCE = Instant.parse("2026-03-01T00:00:00Z");
  private static final RetrySchedule SCHEDULE =
      RetrySchedule.of(Duration.ofSeconds(10), Duration.ofMinutes(1))
          .grantingUpTo(Duration.ofMinutes(5))
          .upTo(3)
          .lasting(Duration.ofHours(1));

  @Test
  void pausesDoubleUpToTheLongest() {
    assertThat(SCHEDULE.pause(0)).isEqualTo(Duration.ofSeconds(10));
    assertThat(SCHEDULE.pause(2)).isEqualTo(Duration.ofSeconds(40));
    assertThat(SCHEDULE.pause(3)).isEqualTo(Duration.ofMinutes(1));
    assertThat(SCHEDULE.pause(1_000)).isEqualTo(Duration.ofMinutes(1));
    assertThat(SCHEDULE.pause(0, 0)).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void aLongerPauseIsGrantedToWhoeverAsksUpToALimit() {
    Duration ours = SCHEDULE.pause(0);

    assertThat(SCHEDULE.atLeast(ours, null)).isEqualTo(ours);
    assertThat(SCHEDULE.atLeast(ours, Duration.ofSeconds(3))).isEqualTo(ours);
    assertThat(SCHEDULE.atLeast(ours, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
    assertThat(SCHEDULE.atLeast(ours, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void itEndsWithTheLastAttemptOrWithItsTime() {
    assertThat(SCHEDULE.isLast(2)).isFalse();
    assertThat(SCHEDULE.isLast(3)).isTrue();
    assertThat(SCHEDULE.isOver(SINCE, SINCE.plus(Duration.ofMinutes(59)))).isFalse();
    assertThat(SCHEDULE.isOver(SINCE, SINCE.plus(Duration.ofHours(1)))).isTrue();
  }

  @Test
  void withoutALimitItGoesOnForEver() {
    RetrySchedule endless = RetrySchedule.of(Duration.ofSeconds(1), Duration.ofSeconds(30));

    assertThat(endless.isLast(1_000_000)).isFalse();
    assertThat(endless.isOver(SINCE, SINCE.plus(Duration.ofDays(4_000)))).isFalse();
    assertThat(endless.granted(Duration.ofDays(2))).isEqualTo(Duration.ofDays(2));
  }
}
