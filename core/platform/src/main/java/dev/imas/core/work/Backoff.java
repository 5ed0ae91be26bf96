package dev.imas.core.work;

import java.time.Duration;

/**
 * Exponential back-off: the first wait, twice it, four times it, up to the longest.
 *
 * @param first positive
 */
public record Backoff(Duration first, Duration longest) {

  private static final double JITTER = 0.2;

  /** For a row that fails alone: 1 s, 2 s, 4 s … 5 min. */
  public static final Backoff OF_A_ROW = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /**
   * @param failures the number of failures before this one
   */
  public Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  /**
   * Up to a fifth more or less, so that what failed at once is not tried again at once.
   *
   * @param dice from 0 (inclusive) to 1
   */
  public Duration after(int failures, double dice) {
    return Duration.ofMillis(
        Math.round(after(failures).toMillis() * (1 + JITTER * (2 * dice - 1))));
  }
}
