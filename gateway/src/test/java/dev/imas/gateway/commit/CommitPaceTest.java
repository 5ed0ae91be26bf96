package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private static final long MS = Duration.ofMillis(1).toNanos();

  private final CommitPace pace = new CommitPace();

  @Test
  void smallBatchesTellNothingOfHowFastLargeOnesGo() {
    pace.taken(1, false, 0);
    pace.taken(1, false, 10 * MS);

    assertThat(pace.nanosFor(1_000, 10 * MS)).isZero();
  }

  @Test
  void batchesThatLeaveSomethingBehindDo() {
    pace.taken(100, true, 0);
    pace.taken(100, true, 50 * MS);

    assertThat(pace.nanosFor(1_000, 50 * MS)).isEqualTo(500 * MS);
  }

  @Test
  void newerBatchesCountMoreAndMore() {
    pace.taken(100, true, 0);
    pace.taken(100, true, 50 * MS);
    long slow = pace.nanosFor(1_000, 50 * MS);
    long now = 50 * MS;
    for (int i = 0; i < 20; i++) {
      now += 10 * MS;
      pace.taken(100, true, now);
    }

    assertThat(slow).isEqualTo(500 * MS);
    assertThat(pace.nanosFor(1_000, now)).isBetween(100 * MS, 110 * MS);
  }

  @Test
  void itIsForgottenWhenNothingWaitsAnyMore() {
    pace.taken(100, true, 0);
    pace.taken(100, false, 50 * MS);
    assertThat(pace.nanosFor(1_000, 4_000 * MS)).isPositive();

    assertThat(pace.nanosFor(1_000, 5_100 * MS)).isZero();
  }
}
