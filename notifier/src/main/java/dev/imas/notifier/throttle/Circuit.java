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
   * @param until when a probe may go
   * @param pause how long it was opened for
   */
  record Open(Instant until, Duration pause) implements Circuit {}

  default State state(Instant now) {
    return switch (this) {
      case Closed closed -> State.CLOSED;
      case Open open -> now.isBefore(open.until) ? State.OPEN : State.HALF_OPEN;
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
              : new Open(now.plus(policy.pause()), policy.pause());
      case Open open ->
          now.isBefore(open.until)
              ? open // began before the circuit opened: says nothing new
              : reopened(policy.doubled(open.pause), now);
    };
  }

  /** How many may be under way at once, where a healthy receiver takes {@code most}. */
  default int width(int most, Instant now) {
    return switch (this) {
      // A receiver that just failed gets one at a time, so that a dying one holds few slots.
      case Closed closed -> closed.failures == 0 ? most : 1;
      case Open open -> now.isBefore(open.until) ? 0 : 1;
    };
  }

  private static Circuit reopened(Duration pause, Instant now) {
    return new Open(now.plus(pause), pause);
  }
}
