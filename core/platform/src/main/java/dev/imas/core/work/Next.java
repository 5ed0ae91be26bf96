package dev.imas.core.work;

import java.time.Duration;

/**
 * What follows a pass.
 *
 * @param isAtOnce whether there may be more to do; otherwise the next pass waits for a wake-up
 * @param rest the shortest time until the next pass, whatever wakes the loop; none if negative
 */
public record Next(boolean isAtOnce, Duration rest) {

  /** There may be more to do. */
  public static final Next MORE = new Next(true, Duration.ZERO);

  /** All is done. */
  public static final Next IDLE = new Next(false, Duration.ZERO);

  public static Next moreAfter(Duration rest) {
    return new Next(true, rest);
  }

  public static Next idleFor(Duration rest) {
    return new Next(false, rest);
  }
}
