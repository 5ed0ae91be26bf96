package dev.imas.core.room;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has a look taken at an incident's room after a change of which the room is told, or that may open
 * one. Nothing else happens in the change's transaction: the look is a timer, due at once.
 */
public final class RoomReaction implements IncidentReaction {

  private final RoomRepository rooms = new RoomRepository();
  private final Timers timers;

  public RoomReaction(Timers timers) {
    this.timers = timers;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> incidents = new ArrayList<>();
    List<Boolean> opens = new ArrayList<>();
    for (IncidentChange change : changes) {
      boolean mayOpen = !change.isHeld() && mayOpen(change.before(), change.after());
      if (mayOpen || !change.isNew() && isNews(change)) {
        incidents.add(change.after().id());
        opens.add(mayOpen);
      }
    }
    if (incidents.isEmpty()) {
      return Future.succeededFuture();
    }
    return rooms
        .wanted(tx, incidents, opens)
        .compose(wanted -> timers.set(tx, wanted.stream().map(RoomReaction::look).toList()));
  }

  static NewTimer look(UUID incident) {
    return NewTimer.after(Duration.ZERO, RoomKeeper.LOOK, incident.toString());
  }

  /** A room opens by itself for a SEV1 or SEV2 (COL-01). */
  private static boolean mayOpen(@Nullable Incident before, Incident after) {
    return after.status().isOpen()
        && isUrgent(after.severity())
        && (before == null
            || before.severity() != after.severity()
            || !before.serviceId().equals(after.serviceId())
            || !before.status().isOpen());
  }

  static boolean isUrgent(Severity severity) {
    return severity.compareTo(Severity.SEV2_HIGH) <= 0;
  }

  private static boolean isNews(IncidentChange change) {
    return change.steps().stream()
        .map(step -> step.entry())
        .anyMatch(
            entry ->
                RoomWords.MIRRORED.contains(entry.type().name())
                    && !entry.metadata().containsKey("room"));
  }
}
