package dev.imas.notifier.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a receiver is worth an attempt. Closed: yes. Open: not before a certain time. After that
 * it is half open: one probe at a time is sent, and the probe decides. Immutable.
 */
public sealed interface Circuit {

  Circuit CLOSED = new Closed(0);

  /** The name for people and metrics. */
  enum State {
    CLOSED,
    HALF_OPEN,
    OPEN
  }

  /**
   * @param failures in a row so far
   */
  record Closed(int failures) implements Circuit {}

  /**
   * @param since when it opened
   * @param pause after which a probe may be sent
   */
  record Open(Instant since, Duration pause) implements Circuit {

    /**
     * A clock that was set back must not lengthen the pause. A time before the pause began counts
     * as after it.
     */
    private boolean holds(Instant now) {
      return !now.isBefore(since) && now.isBefore(since.plus(pause));
    }
  }

  default State state(Instant now) {
    return switch (this) {
      case Closed closed -> State.CLOSED;
      case Open open -> open.holds(now) ? State.OPEN : State.HALF_OPEN;
    };
  }

  /** The receiver answered, even if with a refusal. */
  default Circuit answered() {
    return CLOSED;
  }

  /** The receiver did not answer, or asked to be left alone. */
  default Circuit failed(CircuitPolicy policy, Instant now) {
    return switch (this) {
      case Closed closed ->
          closed.failures + 1 < policy.failures()
              ? new Closed(closed.failures + 1)
              : new Open(now, policy.pause());
      case Open open ->
          open.holds(now)
              ? open // This attempt began before the circuit opened, so it shows nothing new.
              : new Open(now, policy.doubled(open.pause));
    };
  }

  /** How many may be in flight at once, where a healthy receiver takes {@code most}. */
  default int width(int most, Instant now) {
    return switch (this) {
      // A receiver that has just failed gets one at a time, so that a failing one holds few slots.
      case Closed closed -> closed.failures == 0 ? most : 1;
      case Open open -> open.holds(now) ? 0 : 1;
    };
  }
}
