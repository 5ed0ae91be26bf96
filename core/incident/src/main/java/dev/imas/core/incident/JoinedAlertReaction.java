package dev.imas.core.incident;

import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Marks incidents in which more alerts fire than people were told. After a pause {@link
 * JoinedAlertSweep} sends an update to those who know of the incident. Any other message before
 * then removes the mark, and so does the end of all that has joined.
 */
public final class JoinedAlertReaction implements IncidentReaction {

  private final JoinedAlertRepository growth;

  public JoinedAlertReaction(JoinedAlertRepository growth) {
    this.growth = growth;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    Map<UUID, Set<UUID>> grown = new TreeMap<>();
    Set<UUID> told = new HashSet<>();
    for (IncidentChange change : changes) {
      boolean tells = change.steps().stream().anyMatch(step -> step.event() != null);
      if (tells && !change.isNew()) { // A new incident has not grown yet.
        told.add(change.after().id());
      } else if (!tells && change.grew()) {
        grown.put(change.after().id(), change.joined());
      }
    }
    return Pipeline.join(List.of(growth.expect(tx, grown), growth.forget(tx, told))).mapEmpty();
  }
}
