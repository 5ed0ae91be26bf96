package dev.imas.core.servicelevel;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.sla.IncidentClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Notices that half of a clock is used up, and that its time is over. Clocks are judged by their
 * instants: whoever acknowledged in time has, however late this looks.
 */
final class ClockTimer implements TimerKind.Handler {

  private static final int QUARTERS = 4;

  private final IncidentRepository incidents;
  private final IncidentClockRepository clocks = new IncidentClockRepository();
  private final IncidentWriter writer;
  private final ClockStore store;
  private final InstantSource clock;

  ClockTimer(
      IncidentRepository incidents, IncidentWriter writer, ClockStore store, InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.store = store;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(KeptClock.TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream()
        .map(timer -> UUID.fromString(timer.subject().substring(0, timer.subject().indexOf(':'))))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Incident> locked = new HashMap<>();
    incidents.lock(tx, ids(due)).await().forEach(one -> locked.put(one.id(), one));
    ClockStore.Read read = store.read(tx, locked.keySet(), List.of()).await();
    List<KeptClock> all = new ArrayList<>();
    for (UUID id : locked.keySet().stream().sorted().toList()) {
      read.of(id).forEach(one -> all.add(one.with(one.clock().settled(now))));
    }
    Set<UUID> worked = workedOn(tx, all, now);
    List<KeptClock> looked = new ArrayList<>();
    Map<UUID, IncidentChange> changes = new HashMap<>();
    for (KeptClock one : all) {
      IncidentChange before =
          changes.getOrDefault(
              one.incident(),
              IncidentChange.of(Objects.requireNonNull(locked.get(one.incident()))));
      changes.put(one.incident(), noted(before, one, worked, now));
      looked.add(noticed(one, now));
    }
    store.write(tx, looked, now).await();
    return writer
        .apply(tx, changes.values().stream().filter(change -> !change.isNothing()).toList())
        .map(done -> new TimerKind.Fired(looked.size() + " clocks looked at"));
  }

  private static boolean isHalf(KeptClock one, Instant now) {
    Instant half = one.clock().halfAt();
    return one.isHalfUnnoticed() && half != null && !half.isAfter(now);
  }

  private static KeptClock noticed(KeptClock one, Instant now) {
    return new KeptClock(
        one.incident(),
        one.clock(),
        one.isUnnoticed() ? now : one.noticedAt(),
        isHalf(one, now) ? now : one.halfNoticedAt());
  }

  /** Progress is a person's entry that is younger than a quarter of the goal. */
  private Set<UUID> workedOn(Tx tx, List<KeptClock> all, Instant now) {
    List<UUID> ids = new ArrayList<>();
    List<Instant> since = new ArrayList<>();
    for (KeptClock one : all) {
      Duration within = one.clock().goal().within();
      if (isHalf(one, now) && within != null) {
        ids.add(one.incident());
        since.add(now.minus(within.dividedBy(QUARTERS)));
      }
    }
    return ids.isEmpty() ? Set.of() : clocks.workedOn(tx, ids, since);
  }

  private static IncidentChange noted(
      IncidentChange change, KeptClock one, Set<UUID> worked, Instant now) {
    IncidentClock kept = one.clock();
    IncidentChange after = change;
    if (one.isUnnoticed()) {
      Incident incident = after.after();
      after =
          after.then(
              incident.report(
                  TimelineType.SLA_BREACH,
                  Incident.SYSTEM,
                  ClockWords.breached(kept, now),
                  ClockWords.facts(kept)));
    } else if (isHalf(one, now) && kept.breachedAt() == null && !worked.contains(one.incident())) {
      after =
          after.then(
              after
                  .after()
                  .report(
                      TimelineType.NOTE,
                      Incident.SYSTEM,
                      ClockWords.half(kept),
                      ClockWords.facts(kept)));
    }
    return after;
  }
}
