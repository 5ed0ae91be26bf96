package dev.imas.core.scope;

import dev.imas.core.http.Reference;
import dev.imas.core.incident.ImpactScopes;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plans which scopes incidents get and lose by hand (ING-36). Only on a virtual thread. */
public final class IncidentScopes implements ImpactScopes {

  private final IncidentScopeRepository repository = new IncidentScopeRepository();

  @Override
  public Future<IncidentChange> addAll(
      Tx tx, IncidentChange change, List<Reference> references, String by, Instant at) {
    if (references.isEmpty()) {
      return Future.succeededFuture(change);
    }
    List<Scope> wanted = new ArrayList<>();
    Map<String, List<String>> faults = new LinkedHashMap<>();
    for (int i = 0; i < references.size(); i++) {
      Reference reference = references.get(i);
      Optional<Scope> found = repository.find(tx, reference).await();
      if (found.filter(Scope::isActive).isPresent()) {
        wanted.add(found.get());
      } else {
        String pointer = "/impacted_scopes/" + i;
        faults.put(
            pointer,
            List.of(
                pointer
                    + (found.isPresent()
                        ? ": the impact scope '" + reference + "' is inactive; leave it out"
                        : ": there is no impact scope '"
                            + reference
                            + "'; create it or name another")));
      }
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    Set<UUID> there = has(tx, change);
    IncidentChange added = change;
    for (Scope scope : wanted) {
      if (there.add(scope.id())) {
        added = added.then(ScopeSteps.add(added.after(), scope, by, "", at));
      }
    }
    return Future.succeededFuture(added);
  }

  private Set<UUID> has(Tx tx, IncidentChange change) {
    return change.isNew() ? new HashSet<>() : repository.of(tx, change.after().id()).await();
  }

  @Override
  public Future<IncidentChange> add(
      Tx tx, IncidentChange change, Reference reference, String by, Instant at) {
    Scope scope = existing(tx, reference);
    if (has(tx, change).contains(scope.id())) {
      return Future.succeededFuture(change);
    }
    if (!scope.isActive()) {
      throw Fault.conflict(
          "the impact scope " + scope.name() + " is inactive; set its is_active to true first");
    }
    return Future.succeededFuture(change.then(ScopeSteps.add(change.after(), scope, by, "", at)));
  }

  @Override
  public Future<IncidentChange> remove(
      Tx tx, IncidentChange change, Reference reference, String by, Instant at) {
    Scope scope = existing(tx, reference);
    return Future.succeededFuture(
        has(tx, change).contains(scope.id())
            ? change.then(ScopeSteps.remove(change.after(), scope, by, at))
            : change);
  }

  private Scope existing(Tx tx, Reference reference) {
    return repository
        .find(tx, reference)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no impact scope " + reference));
  }
}
