package dev.imas.core.scope;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import dev.imas.core.scope.IncidentScopeRepository.Link;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps which scopes incidents have, as their timelines say. It comes before paging, since a step
 * of escalation may tell the scopes of its incident. A change without scopes costs nothing.
 */
public final class ScopeRecord implements IncidentReaction {

  private final IncidentScopeRepository repository = new IncidentScopeRepository();

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Link> added = new ArrayList<>();
    List<Link> removed = new ArrayList<>();
    Instant at = Instant.EPOCH;
    for (IncidentChange change : changes) {
      at = change.after().clocks().updatedAt();
      ScopeSteps.changed(change.steps())
          .forEach(
              (scope, has) -> (has ? added : removed).add(new Link(change.after().id(), scope)));
    }
    return added.isEmpty() && removed.isEmpty()
        ? Future.succeededFuture()
        : repository.insert(tx, added, at).compose(done -> repository.delete(tx, removed));
  }
}
