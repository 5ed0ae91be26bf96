package dev.imas.core.work;

import java.time.Duration;

/**
 * Exponential back-off: the first wait, twice it, four times it, up to the longest.
 *
 * @param first positive
 */
public record Backoff(Duration first, Duration longest) {

  /** For a row that fails alone: 1 s, 2 s, 4 s … 5 min. */
  public static final Backoff OF_A_ROW = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /**
   * @param failures the number of failures before this one
   */
  public Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
