package dev.imas.core.contact;

import dev.imas.core.bus.Saying;

/** Says of a person in a message why nobody can call them, and what mends it. Pure. */
public final class ReachWords {

  private ReachWords() {}

  /**
   * @param reach of somebody who cannot be called
   */
  public static Saying of(Reach reach) {
    return Saying.of(
        "reach." + reach.obstacle().orElse(Obstacle.NO_CONTACT).wireName(), reach.username());
  }
}
