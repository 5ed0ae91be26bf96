package dev.imas.core.reminder;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Marks when {@link Reminders} has to look at an incident: some time after people were called to
 * it. What happens meanwhile is found out then, so nothing else is written.
 */
public final class ReminderReaction implements IncidentReaction {

  private final ReminderRepository repository = new ReminderRepository();
  private final ReminderConfig config;
  private final InstantSource clock;

  public ReminderReaction(ReminderConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> called =
        changes.stream()
            .filter(ReminderReaction::callsAnew)
            .map(change -> change.after().id())
            .sorted()
            .toList();
    return called.isEmpty()
        ? Future.succeededFuture()
        : repository.expect(tx, called, clock.instant().truncatedTo(ChronoUnit.MICROS), config);
  }

  private static boolean callsAnew(IncidentChange change) {
    Incident before = change.before();
    return !change.isHeld()
        && change.after().status() == IncidentStatus.TRIGGERED
        && (before == null
            || before.status() != IncidentStatus.TRIGGERED
            || change.steps().stream()
                .anyMatch(
                    step ->
                        step.event() != null
                            && step.event().callsResponders()
                            && !step.event().repeats()));
  }
}
