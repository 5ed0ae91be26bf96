package dev.imas.notifier.throttle;

import java.time.Duration;

/**
 * When a receiver is left alone, and for how long.
 *
 * @param failures how many in a row open the circuit
 * @param pause before the first probe; doubles with each probe that fails
 * @param longestPause where the doubling ends
 */
public record CircuitPolicy(int failures, Duration pause, Duration longestPause) {

  Duration doubled(Duration last) {
    Duration twice = last.multipliedBy(2);
    return twice.compareTo(longestPause) > 0 ? longestPause : twice;
  }
}
