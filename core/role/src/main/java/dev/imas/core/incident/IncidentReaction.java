package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

/**
 * Something that follows whenever incidents change: in the same transaction, so that both happen or
 * neither. A feature of incidents is a table of its own and one of these. What is only a hint to
 * others goes out by {@link Tx#afterCommit}.
 */
public interface IncidentReaction {

  /**
   * Called once a transaction with all of its changes, when they are stored and the reactions
   * before this one have ended. A failure rolls all of it back.
   */
  Future<Void> react(Tx tx, List<IncidentChange> changes);
}
