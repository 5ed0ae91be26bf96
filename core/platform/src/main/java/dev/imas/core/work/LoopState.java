package dev.imas.core.work;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Decides when the next pass begins. Never do two run at once, and any number of wake-ups during a
 * pass causes one more. Pure: the caller gives the time. Bound to one thread at a time.
 */
final class LoopState {

  /**
   * The wait after the second failure in a row. The first one causes no wait, since it may be a
   * lost connection.
   */
  private static final Duration FIRST_REST = Duration.ofMillis(100);

  private final Backoff afterFailures;
  private boolean isRunning;
  private boolean isWanted;
  private boolean isStopped;
  private boolean isResting;
  private long restsUntil;
  private int failures;

  /**
   * @param longest the longest wait after failures
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

  /** From now on no pass begins. */
  void stop() {
    isStopped = true;
  }

  /**
   * @return the nanoseconds until the next pass begins, 0 for now; empty if there is nothing to do
   *     but wait
   */
  OptionalLong beginsIn(long now) {
    if (isRunning || isStopped || !isWanted) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(isResting ? Math.max(0, restsUntil - now) : 0);
  }

  /** A pass begins. It finds whatever the loop was woken for until now. */
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
