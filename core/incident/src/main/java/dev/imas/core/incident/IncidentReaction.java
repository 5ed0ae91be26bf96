package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

/**
 * Runs whenever incidents change, in the same transaction, so that both happen or neither. A
 * feature of incidents is a table of its own and a reaction. Hints to others go out by {@link
 * Tx#afterCommit}.
 */
public interface IncidentReaction {

  /**
   * Whether it also follows incidents of tests. Only what keeps an incident whole within IMAS does,
   * and the pages, which the queue does not hand on: what is forgotten here tells nobody, where it
   * would have called somebody for a test.
   */
  default boolean followsTests() {
    return false;
  }

  /**
   * Called once per transaction with all of its changes, after they are stored. What else has
   * happened by then, {@link IncidentWriter} says. A failure rolls everything back.
   */
  Future<Void> react(Tx tx, List<IncidentChange> changes);
}
