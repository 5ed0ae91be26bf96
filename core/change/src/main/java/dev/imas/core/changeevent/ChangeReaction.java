package dev.imas.core.changeevent;

import dev.imas.core.platform.Tx;

/** Takes note of what happened to changes. It awaits, on a virtual thread. */
@FunctionalInterface
public interface ChangeReaction {

  /** In the transaction of what happened: both are stored, or neither. */
  void react(Tx tx, ChangeEvent event);
}
