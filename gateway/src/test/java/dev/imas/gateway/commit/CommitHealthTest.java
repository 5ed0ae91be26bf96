package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.WorkerHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CommitHealthTest {

  private final AtomicLong nanos = new AtomicLong();
  private final WorkerHealth heartbeat =
      new WorkerHealth("committer_0", Duration.ofHours(1), InstantSource.system());
  private final CommitHealth health = new CommitHealth(heartbeat, nanos::get);

  @Test
  void withoutAConnectionItFails() {
    health.look(false, true);
    health.look(false, true);
    assertThat(heartbeat.failing()).isPresent();

    health.look(true, true);
    assertThat(heartbeat.failing()).isEmpty();
  }

  /** While not ready it gets no posts, so nothing would show that it could commit again. */
  @Test
  void withNothingToCommitAFailureIsForgottenAfterAWhile() {
    health.failed(new IllegalStateException("disk full"));
    health.failed(new IllegalStateException("disk full"));
    health.look(true, true);
    assertThat(heartbeat.failing()).isPresent();

    nanos.addAndGet(CommitHealth.FAILURE_COUNTS_NANOS);
    health.look(true, true);
    assertThat(heartbeat.failing()).isEmpty();
  }

  @Test
  void aCommitEndsItAtOnce() {
    health.failed(new IllegalStateException("disk full"));
    health.failed(new IllegalStateException("disk full"));
    health.committed();
    health.look(true, false);
    assertThat(heartbeat.failing()).isEmpty();
  }
}
