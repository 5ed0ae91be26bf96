package dev.imas.core.work;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When the next pass begins. Never two at once; however often it is woken meanwhile, one more
 * follows. Pure: who asks says what time it is. Bound to one thread at a time.
 */
final class LoopState {

  /** Of the rest after the second failure in a row; the first may be a connection that was cut. */
  private static final Duration FIRST_REST = Duration.ofMillis(100);

  private final Backoff afterFailures;
  private boolean isRunning;
  private boolean isWanted;
  private boolean isStopped;
  private boolean isResting;
  private long restsUntil;
  private int failures;

  /**
   * @param longest rest after failures
   */
  LoopState(Duration longest) {
    this.afterFailures = new Backoff(FIRST_REST, longest);
  }

  boolean isRunning() {
    return isRunning;
  }

  boolean isStopped() {
    return isStopped;
  }

  /** There may be work. */
  void wake() {
    isWanted = true;
  }

  /** No pass begins any more. */
  void stop() {
    isStopped = true;
  }

  /**
   * @return in how many nanoseconds the next pass is to begin, 0 for now; empty when nothing is to
   *     be done but wait
   */
  OptionalLong beginsIn(long now) {
    if (isRunning || isStopped || !isWanted) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(isResting ? Math.max(0, restsUntil - now) : 0);
  }

  /** A pass begins: what woke it up to here is its to find. */
  void begin() {
    isRunning = true;
    isWanted = false;
  }

  void ended(Next next, long now) {
    failures = 0;
    end(next.isAtOnce(), next.rest(), now);
  }

  void failed(long now) {
    Duration rest = failures == 0 ? Duration.ZERO : afterFailures.after(failures - 1);
    failures = Math.min(failures + 1, 1_000);
    end(false, rest, now);
  }

  private void end(boolean isMore, Duration rest, long now) {
    isRunning = false;
    isWanted |= isMore;
    isResting = rest.isPositive();
    restsUntil = now + rest.toNanos();
  }
}
