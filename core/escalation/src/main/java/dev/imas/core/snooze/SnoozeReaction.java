package dev.imas.core.snooze;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Ends a snooze with the acknowledgement, whatever ends that. */
final class SnoozeReaction implements IncidentReaction {

  private final SnoozeRepository snoozes = new SnoozeRepository();
  private final Timers timers;

  SnoozeReaction(Timers timers) {
    this.timers = timers;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> ended =
        changes.stream()
            .filter(SnoozeReaction::endsAcknowledgement)
            .map(change -> change.after().id())
            .sorted()
            .toList();
    if (ended.isEmpty()) {
      return Future.succeededFuture();
    }
    return snoozes
        .remove(tx, ended)
        .compose(
            snoozed ->
                snoozed == 0
                    ? Future.succeededFuture()
                    : timers
                        .cancel(tx, SnoozeTimer.KIND, ended.stream().map(UUID::toString).toList())
                        .mapEmpty());
  }

  private static boolean endsAcknowledgement(IncidentChange change) {
    Incident before = change.before();
    return before != null
        && before.status() == IncidentStatus.ACKNOWLEDGED
        && change.after().status() != IncidentStatus.ACKNOWLEDGED;
  }
}
