package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WorkerHealthTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final MovableClock clock = new MovableClock(START);
  private final AtomicLong nanos = new AtomicLong(-5);
  private final WorkerHealth heartbeat =
      new WorkerHealth("timers", Duration.ofSeconds(20), clock, nanos::get);

  private void pass(Duration time) {
    clock.move(time);
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aWorkerThatIsSilentForTooLongFailsSinceItsLastGoodPass() {
    heartbeat.passed();
    pass(Duration.ofSeconds(20));
    assertThat(heartbeat.failing()).isEmpty();

    pass(Duration.ofMillis(1));

    assertThat(heartbeat.failing())
        .contains(new WorkerHealth.Failing(START, "no pass has ended in time"));
  }

  @Test
  void oneFailedPassIsForgivenAndTwoAreNot() {
    pass(Duration.ofSeconds(1));
    heartbeat.passed();
    heartbeat.failed(new IllegalStateException("first"));
    assertThat(heartbeat.failing()).isEmpty();

    heartbeat.failed(new IllegalStateException("outer", new IllegalStateException("why\nand so")));

    assertThat(heartbeat.failing()).contains(new WorkerHealth.Failing(START.plusSeconds(1), "why"));
  }

  @Test
  void aGoodPassEndsIt() {
    heartbeat.failed(new IllegalStateException());
    heartbeat.failed(new IllegalStateException());
    assertThat(heartbeat.failing().map(WorkerHealth.Failing::reason))
        .contains("IllegalStateException");

    heartbeat.passed();

    assertThat(heartbeat.failing()).isEqualTo(Optional.empty());
  }

  @Test
  void announcedLongWorkMayTakeItsTimeOnce() {
    heartbeat.passedUntil(Duration.ofMinutes(5));
    pass(Duration.ofMinutes(4));
    assertThat(heartbeat.failing()).isEmpty();

    heartbeat.passed();
    pass(Duration.ofSeconds(21));

    assertThat(heartbeat.failing()).isPresent();
  }
}
