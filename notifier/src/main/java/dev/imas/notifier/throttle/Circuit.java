package dev.imas.notifier.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a receiver is worth trying. Closed: yes. Open: not until a moment; from then on it is
 * half open, one probe at a time, and the probe decides. Immutable.
 */
public sealed interface Circuit {

  Circuit CLOSED = new Closed(0);

  /** As people and metrics name it. */
  enum State {
    CLOSED,
    HALF_OPEN,
    OPEN
  }

  /**
   * @param failures in a row up to now
   */
  record Closed(int failures) implements Circuit {}

  /**
   * @param since when it was opened
   * @param pause after which a probe may go
   */
  record Open(Instant since, Duration pause) implements Circuit {

    /** A clock that was set back must not lengthen the pause: before it began it is over, too. */
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

  /** The receiver answered, and be it with a refusal. */
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
              ? open // began before the circuit opened: says nothing new
              : new Open(now, policy.doubled(open.pause));
    };
  }

  /** How many may be under way at once, where a healthy receiver takes {@code most}. */
  default int width(int most, Instant now) {
    return switch (this) {
      // A receiver that just failed gets one at a time, so that a dying one holds few slots.
      case Closed closed -> closed.failures == 0 ? most : 1;
      case Open open -> open.holds(now) ? 0 : 1;
    };
  }
}
