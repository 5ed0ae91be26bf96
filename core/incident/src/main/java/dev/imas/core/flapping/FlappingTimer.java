package dev.imas.core.flapping;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEnd;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Resolves an incident that was flapping, once nothing has fired in it for long enough. An alert
 * that fires meanwhile leaves the timer as it is; the next recovery sets it anew.
 */
public final class FlappingTimer implements TimerKind.Handler {

  private static final String KIND = "flapping-end";

  /**
   * @param heldSeconds how long it had to be calm
   */
  private record Payload(long heldSeconds) {}

  private final FlappingRepository repository = new FlappingRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final InstantSource clock;

  public FlappingTimer(IncidentRepository incidents, IncidentWriter writer, InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.clock = clock;
  }

  public TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** Sets the timers of those that wait for their end. The transaction must have locked them. */
  public static Future<Void> set(Timers timers, Tx tx, List<FlappingChange> changes) {
    List<NewTimer> ends = new ArrayList<>();
    for (FlappingChange change : changes) {
      Duration held = change.holdDown();
      if (held != null) {
        ends.add(
            NewTimer.after(held, KIND, change.incident().toString())
                .with(Json.write(new Payload(held.toSeconds()))));
      }
    }
    return timers.set(tx, ends);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(FlappingTimer::incident).distinct().sorted().toList();
  }

  private static UUID incident(DueTimer timer) {
    return UUID.fromString(timer.subject());
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Flapping> known = repository.of(tx, ids(due)).await();
    List<IncidentChange> ended = new ArrayList<>();
    List<FlappingChange> over = new ArrayList<>();
    for (Incident incident : incidents.lock(tx, ids(due)).await()) {
      Flapping flapping = known.getOrDefault(incident.id(), Flapping.NONE);
      if (!flapping.flaps() || incident.counts().firing() > 0) {
        continue;
      }
      over.add(new FlappingChange(incident.id(), flapping.over(), null));
      if (incident.status().isOpen() && incident.autoResolve()) {
        ended.add(
            IncidentChange.of(incident)
                .then(
                    incident.resolve(
                        IncidentEnd.By.ALERTS, now, FlappingWords.ends(heldFor(due, incident)))));
      }
    }
    repository.save(tx, over, now).await();
    return writer.apply(tx, ended).map(done -> new TimerKind.Fired(ended.size() + " resolved"));
  }

  private static Duration heldFor(List<DueTimer> due, Incident incident) {
    return due.stream()
        .filter(timer -> incident(timer).equals(incident.id()))
        .map(timer -> Json.read(timer.payload(), Payload.class))
        .map(payload -> Duration.ofSeconds(payload.heldSeconds()))
        .findFirst()
        .orElse(Duration.ZERO);
  }
}
