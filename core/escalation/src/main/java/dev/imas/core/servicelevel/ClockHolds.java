package dev.imas.core.servicelevel;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.sla.ClockEvent;
import dev.imas.core.sla.IncidentClocks;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds the resolution clock of an incident, and lets it go on when the hold ends by itself. Each
 * is an entry of the timeline.
 */
final class ClockHolds implements TimerKind.Handler {

  private static final String TIMER = "incident-hold";

  /** In the metadata of entries of holds, which are no progress. */
  private static final String FACT = "hold";

  private final IncidentRepository incidents;
  private final ClockHoldRepository holds = new ClockHoldRepository();
  private final IncidentWriter writer;
  private final ClockStore store;
  private final Timers timers;
  private final InstantSource clock;

  ClockHolds(
      IncidentRepository incidents,
      IncidentWriter writer,
      ClockStore store,
      Timers timers,
      InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.store = store;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** What somebody asks for. */
  record Asked(HoldReason reason, @Nullable String message, String by, Instant endsAt) {}

  /** Of an incident that the transaction has locked. */
  void hold(Tx tx, Incident locked, Asked asked) {
    if (!move(tx, locked, new ClockEvent.Held())) {
      throw Fault.conflict(
          locked.shortId() + " has no resolution clock that runs, so there is nothing to hold");
    }
    holds.describe(tx, locked.id(), asked);
    timers.set(tx, List.of(NewTimer.at(asked.endsAt(), TIMER, locked.id().toString()))).await();
    String message = asked.message();
    note(
        tx,
        locked,
        asked.by(),
        "Resolution on hold until "
            + asked.endsAt()
            + ": waits for "
            + asked.reason().inWords()
            + (message == null ? "" : ". " + message),
        Map.of("reason", asked.reason().wireName(), "ends_at", asked.endsAt().toString()));
  }

  /** Of an incident that the transaction has locked. */
  void release(Tx tx, Incident locked, String by) {
    if (!move(tx, locked, new ClockEvent.Released())) {
      throw Fault.conflict(locked.shortId() + " is not on hold");
    }
    timers.cancel(tx, TIMER, List.of(locked.id().toString())).await();
    note(tx, locked, by, "Resolution no longer on hold", Map.of());
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).distinct().sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int ended = 0;
    for (Incident locked : incidents.lock(tx, ids(due)).await()) {
      if (move(tx, locked, new ClockEvent.Released())) {
        note(tx, locked, Incident.SYSTEM, "The hold of the resolution has ended", Map.of());
        ended++;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(ended + " holds ended"));
  }

  private boolean move(Tx tx, Incident locked, ClockEvent event) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ClockStore.Read read =
        store.read(tx, List.of(locked.id()), List.of(locked.serviceId())).await();
    IncidentClocks after = read.of(locked).after(event, now, read);
    List<KeptClock> changed = ClockStore.changed(locked.id(), read.of(locked.id()), after);
    store.write(tx, changed, now).await();
    return !changed.isEmpty();
  }

  private void note(Tx tx, Incident locked, String by, String words, Map<String, Object> facts) {
    Map<String, Object> all = new TreeMap<>(facts);
    all.put(FACT, true);
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(locked).then(locked.report(TimelineType.NOTE, by, words, all))))
        .await();
  }
}
