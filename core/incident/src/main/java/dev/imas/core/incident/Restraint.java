package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Says to which incidents nobody is called again because alerts have joined them. */
@FunctionalInterface
public interface Restraint {

  /**
   * @param hidden those of which all firing alerts are hidden: nobody is told anything
   * @param flapping those that come and go: they are told of by an update, as any other growth
   */
  record Held(Set<UUID> hidden, Set<UUID> flapping) {}

  /** Among these incidents, which the transaction has locked. Only on a virtual thread. */
  Held among(Tx tx, Collection<UUID> incidents);
}
