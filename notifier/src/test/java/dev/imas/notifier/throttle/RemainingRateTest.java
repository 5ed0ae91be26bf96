package dev.imas.notifier.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RemainingRateTest {

  private static final Rate RATE = new Rate(20, Duration.ofMinutes(1));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static RemainingRate emptied() {
    RemainingRate bucket = RemainingRate.full(RATE, START);
    for (int i = 0; i < 20; i++) {
      bucket = bucket.take(RATE, START);
    }
    return bucket;
  }

  @Test
  void aMinutesWorthMayGoAtOnceAndThenNothing() {
    assertThat(RemainingRate.full(RATE, START).available(RATE, START)).isEqualTo(20);
    assertThat(emptied().available(RATE, START)).isZero();
  }

  @Test
  void fillsEvenlyAndNeverBeyondFull() {
    RemainingRate bucket = emptied();
    assertThat(bucket.available(RATE, START.plusMillis(2999))).isZero();
    assertThat(bucket.available(RATE, START.plusSeconds(3))).isEqualTo(1);
    assertThat(bucket.available(RATE, START.plusSeconds(3600))).isEqualTo(20);
    assertThat(bucket.isFull(RATE, START.plusSeconds(60))).isTrue();
  }

  @Test
  void neverMoreThanTheRateInTheLongRun() {
    RemainingRate bucket = RemainingRate.full(RATE, START);
    int sent = 0;
    for (int second = 0; second < 600; second++) {
      Instant now = START.plusSeconds(second);
      while (bucket.available(RATE, now) > 0) {
        bucket = bucket.take(RATE, now);
        sent++;
      }
    }
    assertThat(sent).isBetween(215, 220);
  }

  @Test
  void aClockThatIsSetBackGivesNothing() {
    assertThat(emptied().available(RATE, START.minusSeconds(600))).isZero();
  }

  @Test
  void aClockThatIsSetBackFillsOnFromWhereItIs() {
    Instant back = START.minusSeconds(3600);
    RemainingRate seen = emptied().refilled(RATE, back);
    assertThat(seen.available(RATE, back.plusSeconds(2))).isZero();
    assertThat(seen.available(RATE, back.plusSeconds(3))).isEqualTo(1);
  }

  @Test
  void withoutLimitItNeverEmpties() {
    RemainingRate bucket = RemainingRate.full(Rate.UNLIMITED, START);
    assertThat(bucket.take(Rate.UNLIMITED, START).available(Rate.UNLIMITED, START))
        .isEqualTo(Integer.MAX_VALUE);
  }
}
