package dev.imas.core.storm;

import dev.imas.core.platform.Tx;

/** Reads a tenant's policy of storms, for whoever replays them. */
public final class StormPolicies {

  private final StormRepository storms = new StormRepository();

  /** Only on a virtual thread. */
  public StormPolicy of(Tx tx) {
    return storms.stored(tx).await().policy();
  }
}
