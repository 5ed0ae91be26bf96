package dev.imas.core.load;

import java.time.Duration;

/**
 * A phase of the storm.
 *
 * @param rate posts per second by all senders, on schedule; 0: each connection posts as soon as its
 *     last post is answered
 */
record Phase(double rate, Duration duration, Duration ramp) {

  static Phase saturation(Duration duration) {
    return new Phase(0, duration, Duration.ZERO);
  }

  boolean isOpenLoop() {
    return rate > 0;
  }
}
