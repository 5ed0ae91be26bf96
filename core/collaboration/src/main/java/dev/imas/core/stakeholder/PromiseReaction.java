package dev.imas.core.stakeholder;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * Has a look taken at what stakeholders were promised once their incident ends or is open again.
 * The change's transaction only sets a timer, and only where there are stakeholders.
 */
final class PromiseReaction implements IncidentReaction {

  private final UpdateRepository repository;
  private final Timers timers;

  PromiseReaction(UpdateRepository repository, Timers timers) {
    this.repository = repository;
    this.timers = timers;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> moved =
        changes.stream()
            .filter(PromiseReaction::endsOrBegins)
            .map(change -> change.after().id())
            .toList();
    return moved.isEmpty()
        ? Future.succeededFuture()
        : repository
            .having(tx, moved)
            .compose(having -> timers.set(tx, having.stream().map(PromiseTimer::look).toList()));
  }

  private static boolean endsOrBegins(IncidentChange change) {
    Incident before = change.before();
    return before != null && before.status().isOpen() != change.after().status().isOpen();
  }
}
