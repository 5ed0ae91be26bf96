package dev.imas.core.changes;

import java.util.concurrent.TimeUnit;

/**
 * How often one subscriber is told while changes go on: ten times a second, and less often where
 * there are many, so that all of them together get a thousand messages a second. Each message then
 * tells more. After a rest a change is told at once, however many there are.
 */
final class Pace {

  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);
  private static final int MESSAGES_A_SECOND = 1_000;

  private Pace() {}

  /**
   * The time between two messages to one of them.
   *
   * @param subscribers whom this process tells
   */
  static long gapNanos(int subscribers) {
    return Math.clamp(TimeUnit.SECONDS.toNanos(subscribers) / MESSAGES_A_SECOND, SHORTEST, LONGEST);
  }
}
