package dev.imas.core.runbook;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Has a runbook looked for when an incident opens, is raised, or goes to another service. The
 * change's transaction only sets a timer, due at once: so a page never waits for it, and whatever
 * fails there is tried again and fails no opening.
 */
final class RunbookReaction implements IncidentReaction {

  private final RunbookTenants tenants;
  private final Timers timers;

  RunbookReaction(RunbookTenants tenants, Timers timers) {
    this.tenants = tenants;
    this.timers = timers;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<NewTimer> looks =
        changes.stream()
            .filter(RunbookReaction::mayFitAnew)
            .map(change -> look(change.after()))
            .toList();
    return looks.isEmpty() || !tenants.mayHaveSome(tx)
        ? Future.succeededFuture()
        : timers.set(tx, looks);
  }

  private static NewTimer look(Incident incident) {
    return NewTimer.after(Duration.ZERO, RunbookAttaching.TIMER, incident.id().toString());
  }

  private static boolean mayFitAnew(IncidentChange change) {
    Incident before = change.before();
    Incident after = change.after();
    return after.status().isOpen()
        && (before == null
            || after.severity().isMoreSevereThan(before.severity())
            || !after.serviceId().equals(before.serviceId()));
  }
}
