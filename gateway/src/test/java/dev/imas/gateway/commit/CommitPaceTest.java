package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private static final long MS = Duration.ofMillis(1).toNanos();

  private long now;
  private final CommitPace pace = new CommitPace(() -> now);

  private void batch(int events, boolean more, long at) {
    now = at;
    pace.taken(events, more);
  }

  private long nanosFor(long events, long at) {
    now = at;
    return pace.nanosFor(events);
  }

  @Test
  void smallBatchesTellNothingOfHowFastLargeOnesGo() {
    batch(1, false, 0);
    batch(1, false, 10 * MS);

    assertThat(nanosFor(1_000, 10 * MS)).isZero();
  }

  @Test
  void batchesThatLeaveSomethingBehindDo() {
    batch(100, true, 0);
    batch(100, true, 50 * MS);

    assertThat(nanosFor(1_000, 50 * MS)).isEqualTo(500 * MS);
  }

  @Test
  void newerBatchesCountMoreAndMore() {
    batch(100, true, 0);
    batch(100, true, 50 * MS);
    long slow = nanosFor(1_000, 50 * MS);
    for (int i = 0; i < 20; i++) {
      batch(100, true, now + 10 * MS);
    }

    assertThat(slow).isEqualTo(500 * MS);
    assertThat(nanosFor(1_000, now)).isBetween(100 * MS, 110 * MS);
  }

  @Test
  void itIsForgottenWhenNothingWaitsAnyMore() {
    batch(100, true, 0);
    batch(100, false, 50 * MS);
    assertThat(nanosFor(1_000, 4_000 * MS)).isPositive();

    assertThat(nanosFor(1_000, 5_100 * MS)).isZero();
  }
}
