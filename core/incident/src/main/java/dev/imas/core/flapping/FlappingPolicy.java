package dev.imas.core.flapping;

import java.time.Duration;

/**
 * From when on an incident flaps.
 *
 * @param isActive whether incidents may flap at all
 * @param returns how often it comes back
 * @param within the time in which it does
 * @param holdDown how long nothing must fire until it resolves
 */
public record FlappingPolicy(boolean isActive, int returns, Duration within, Duration holdDown) {

  /** Of a tenant that has not changed it. */
  public static final FlappingPolicy USUAL =
      new FlappingPolicy(true, 4, Duration.ofHours(1), Duration.ofMinutes(15));

  /** Nothing flaps. */
  static final FlappingPolicy OFF =
      new FlappingPolicy(false, USUAL.returns, USUAL.within, USUAL.holdDown);

  static final int FEWEST_RETURNS = 2;
  static final int MOST_RETURNS = 20;
  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofHours(24);
}
