package dev.imas.core.servicelevel;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.TenantId;
import dev.imas.core.paging.FurtherStep;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.snooze.SnoozeRepository;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final FurtherStep further;
  private final TimelineRepository timeline = new TimelineRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final SnoozeRepository snoozes = new SnoozeRepository();
  private final InstantSource clock;

  ClockTimer(
      IncidentRepository incidents,
      IncidentWriter writer,
      ClockStore store,
      FurtherStep further,
      InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.store = store;
    this.further = further;
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
    Set<UUID> silent = hidden.among(tx, locked.keySet());
    List<KeptClock> looked = new ArrayList<>();
    Map<UUID, IncidentChange> changes = new HashMap<>();
    Set<UUID> idle = new HashSet<>();
    for (KeptClock one : all) {
      IncidentChange change =
          changes.getOrDefault(
              one.incident(),
              IncidentChange.of(Objects.requireNonNull(locked.get(one.incident()))));
      boolean isHidden = silent.contains(one.incident());
      if (one.isUnnoticed()) {
        change = breached(change, one, isHidden, now);
      } else if (isIdle(one, worked, now) && idle.add(one.incident())) {
        change = half(tx, change, one, isHidden);
      }
      changes.put(one.incident(), change);
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

  private static boolean isIdle(KeptClock one, Set<UUID> worked, Instant now) {
    return isHalf(one, now)
        && !one.isUnnoticed()
        && one.clock().breachedAt() == null
        && !worked.contains(one.incident());
  }

  /** Those who were told of the incident hear of it, unless it is hidden. */
  private static IncidentChange breached(
      IncidentChange change, KeptClock one, boolean isHidden, Instant now) {
    Step missed =
        change
            .after()
            .report(
                TimelineType.SLA_BREACH,
                Incident.SYSTEM,
                ClockWords.breached(one.clock(), now),
                ClockWords.facts(one.clock()));
    return change.then(isHidden ? missed : missed.telling(IncidentEvent.BREACHED));
  }

  /**
   * Where nobody has acknowledged it, its escalation is under way anyway. Where somebody has, the
   * escalation takes one more step: nothing has come of it.
   */
  private IncidentChange half(Tx tx, IncidentChange change, KeptClock one, boolean isHidden) {
    Incident incident = change.after();
    String words = ClockWords.half(one.clock());
    Map<String, Object> facts = ClockWords.facts(one.clock());
    Optional<String> silence = silence(tx, incident, isHidden);
    if (silence.isPresent()) {
      return change.then(
          incident.report(TimelineType.NOTE, Incident.SYSTEM, words + silence.get(), facts));
    }
    FurtherStep.Found found = further.find(tx, incident);
    String said =
        words
            + timeline
                .lastAcknowledgement(tx, incident.id())
                .await()
                .map(last -> ", and " + last.by() + " has acknowledged it")
                .orElse("")
            + ": "
            + found.words();
    return found.called().isEmpty()
        ? change.then(incident.report(TimelineType.NOTE, Incident.SYSTEM, said, facts))
        : change.then(incident.escalate(said, facts)).calling(found.called());
  }

  /** Why nobody is called, as the end of a sentence; empty if somebody is. */
  private Optional<String> silence(Tx tx, Incident incident, boolean isHidden) {
    if (incident.status() == IncidentStatus.TRIGGERED) {
      return Optional.of("");
    }
    if (isHidden) {
      return Optional.of("; nobody is called, since all of its alerts are suppressed");
    }
    SnoozeRepository.Snooze snooze =
        snoozes.of(tx, List.of(incident.id())).await().get(incident.id());
    return Optional.ofNullable(snooze)
        .map(set -> "; nobody is called, since " + set.by() + " has snoozed it");
  }
}
