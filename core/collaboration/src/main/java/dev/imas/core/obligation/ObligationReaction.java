package dev.imas.core.obligation;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.obligation.ObligationRepository.ScopeDuty;
import dev.imas.core.platform.Tx;
import dev.imas.core.scope.ScopeSteps;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Opens the duties of incidents that get a scope which brings one. A scope that is taken away again
 * leaves its duty: only proof ends that. A change without scopes costs nothing.
 */
final class ObligationReaction implements IncidentReaction {

  private final ObligationRepository repository;
  private final ObligationOpening opening;

  ObligationReaction(ObligationRepository repository, ObligationOpening opening) {
    this.repository = repository;
    this.opening = opening;
  }

  private record Added(Incident incident, UUID scope) {}

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Added> added = new ArrayList<>();
    Set<UUID> scopes = new HashSet<>();
    for (IncidentChange change : changes) {
      ScopeSteps.changed(change.steps())
          .forEach(
              (scope, has) -> {
                if (has) {
                  added.add(new Added(change.after(), scope));
                  scopes.add(scope);
                }
              });
    }
    if (!added.isEmpty()) {
      Map<UUID, ScopeDuty> duties = new HashMap<>();
      repository.ofScopes(tx, scopes).forEach(duty -> duties.put(duty.scope(), duty));
      for (Added one : added) {
        ScopeDuty duty = duties.get(one.scope());
        if (duty != null) {
          opening.open(tx, one.incident(), duty);
        }
      }
    }
    return Future.succeededFuture();
  }
}
