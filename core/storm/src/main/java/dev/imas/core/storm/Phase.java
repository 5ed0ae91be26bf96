package dev.imas.core.storm;

import java.time.Duration;

/**
 * A stretch of the storm.
 *
 * @param rate posts a second over all senders, on schedule; 0: each connection posts as soon as it
 *     is answered
 */
record Phase(double rate, Duration duration, Duration ramp) {

  static Phase saturation(Duration duration) {
    return new Phase(0, duration, Duration.ZERO);
  }

  boolean isOpenLoop() {
    return rate > 0;
  }
}
