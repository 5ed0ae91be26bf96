package dev.imas.gateway.commit;

import dev.imas.core.platform.WorkerHealth;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports whether a committer can commit, as its heartbeat. Commits show it; while there is nothing
 * to commit, the connection does. Bound to one event loop.
 */
final class CommitHealth {

  /**
   * A failure counts for this long even if no other commit follows. A gateway that is not ready
   * gets no posts, so nothing would show that it has recovered.
   */
  static final long FAILURE_COUNTS_NANOS = 5_000_000_000L;

  private static final CommitFailure NO_CONNECTION =
      new CommitFailure(
          CommitFailure.Reason.DATABASE_UNREACHABLE, "there is no connection to the database");

  private final WorkerHealth heartbeat;
  private final LongSupplier nanoTime;
  private @Nullable Throwable failure;
  private long failedAt;
  private boolean committed;

  CommitHealth(WorkerHealth heartbeat, LongSupplier nanoTime) {
    this.heartbeat = heartbeat;
    this.nanoTime = nanoTime;
  }

  void committed() {
    committed = true;
    failure = null;
  }

  void failed(Throwable cause) {
    committed = false;
    failure = cause;
    failedAt = nanoTime.getAsLong();
    heartbeat.failed(cause);
  }

  /**
   * Checks the state. To be called a few times a second.
   *
   * @param idle whether no batch is in flight
   */
  void look(boolean connected, boolean idle) {
    if (failure != null && nanoTime.getAsLong() - failedAt >= FAILURE_COUNTS_NANOS) {
      failure = null;
    }
    if (!connected) {
      heartbeat.failed(NO_CONNECTION);
    } else if (committed || (idle && failure == null)) {
      committed = false;
      heartbeat.passed();
    }
  }
}
