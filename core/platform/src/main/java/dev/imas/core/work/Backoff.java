package dev.imas.core.work;

import java.time.Duration;

/**
 * Waits that double: the first, twice it, four times it, up to the longest.
 *
 * @param first positive
 */
public record Backoff(Duration first, Duration longest) {

  /** Between two tries of a row that fails alone: 1 s, 2 s, 4 s … 5 min. */
  public static final Backoff OF_A_ROW = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /**
   * @param failures before this one, 0 or more
   */
  public Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
