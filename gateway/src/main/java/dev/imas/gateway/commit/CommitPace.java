package dev.imas.gateway.commit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast a committer empties its queue while the queue is the limit. The pace is measured between
 * the starts of two batches, of which the first left something behind. A batch that is not full
 * says nothing about how fast full ones go. Bound to one event loop.
 */
final class CommitPace {

  /** How long a measured pace is valid. */
  private static final long VALID_NANOS = Duration.ofSeconds(5).toNanos();

  private static final double WEIGHT_OF_NEWEST = 0.25;

  private final LongSupplier nanoTime;
  private double nanosPerEvent;
  private long measuredAt;
  private boolean measured;
  private int taken;
  private boolean leftSome;
  private long begunAt;

  CommitPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A batch begins.
   *
   * @param events in the batch
   * @param more whether it left something behind
   */
  void taken(int events, boolean more) {
    long now = nanoTime.getAsLong();
    if (leftSome && taken > 0) {
      double newest = (double) (now - begunAt) / taken;
      nanosPerEvent =
          isCurrent(now) ? nanosPerEvent + WEIGHT_OF_NEWEST * (newest - nanosPerEvent) : newest;
      measuredAt = now;
      measured = true;
    }
    taken = events;
    leftSome = more;
    begunAt = now;
  }

  /** How long it takes to send that many; 0 where the pace is not known. */
  long nanosFor(long events) {
    return isCurrent(nanoTime.getAsLong()) ? (long) (events * nanosPerEvent) : 0;
  }

  private boolean isCurrent(long now) {
    return measured && now - measuredAt < VALID_NANOS;
  }
}
