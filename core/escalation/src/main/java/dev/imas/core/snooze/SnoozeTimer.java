package dev.imas.core.snooze;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.snooze.SnoozeRepository.Snooze;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Ends snoozes: an incident that is still only acknowledged is triggered again, and its escalation
 * goes on, as if the acknowledgement were taken back. While its alerts are muted it waits.
 */
final class SnoozeTimer implements TimerKind.Handler {

  /** Subject: the incident. */
  static final String KIND = "snooze-end";

  /** How soon it looks again whether alerts are still muted. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final SnoozeRepository snoozes = new SnoozeRepository();
  private final SuppressedIncidentRepository suppressed = new SuppressedIncidentRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;
  private final InstantSource clock;

  SnoozeTimer(
      IncidentRepository incidents, IncidentWriter writer, Timers timers, InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.URGENT, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    List<UUID> ids = ids(due);
    Map<UUID, Snooze> snoozed = snoozes.of(tx, ids).await();
    Set<UUID> muted = suppressed.among(tx, ids);
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<IncidentChange> changes = new ArrayList<>();
    List<NewTimer> waiting = new ArrayList<>();
    for (Incident incident : incidents.lock(tx, ids).await()) {
      Snooze snooze = snoozed.get(incident.id());
      if (snooze == null || incident.status() != IncidentStatus.ACKNOWLEDGED) {
        continue;
      }
      if (muted.contains(incident.id())) {
        waiting.add(NewTimer.after(AGAIN, KIND, incident.id().toString()));
        continue;
      }
      changes.add(
          IncidentChange.of(incident)
              .then(
                  incident.resume(
                      at,
                      "Snoozed by " + snooze.by() + ", and that is over: its escalation goes on",
                      Map.of("acknowledged_by", snooze.by()),
                      timeline.lastAcknowledgement(tx, incident.id()).await())));
    }
    timers.set(tx, waiting).await();
    return writer.apply(tx, changes).map(done -> new TimerKind.Fired(changes.size() + " resumed"));
  }
}
