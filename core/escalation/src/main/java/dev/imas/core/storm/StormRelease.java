package dev.imas.core.storm;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEnd;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.storm.HeldRepository.Waiting;
import dev.imas.core.work.Backoff;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Releases what a storm held, some incidents at a time: people are told of each that nobody has
 * taken on, or it is resolved, if somebody resolved them all. What is hidden waits until it is not.
 */
final class StormRelease implements TimerKind.Handler {

  private static final String KIND = "storm-release";
  private static final int STORMS = 5;
  private static final int MOST = 20;

  /** What is hidden is looked at again after this time. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final HeldRepository storms = new HeldRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final Timers timers;
  private final InstantSource clock;

  StormRelease(
      IncidentRepository incidents,
      IncidentWriter writer,
      Qualification qualification,
      Timers timers,
      InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.qualification = qualification;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return new TimerKind(
        KIND,
        TimerKind.Lane.URGENT,
        new TimerKind.Work.InTransaction(this, STORMS),
        Backoff.OF_A_ROW);
  }

  /** Sets the timers of these storms. */
  static Future<Void> of(Timers timers, Tx tx, List<UUID> umbrellas) {
    return timers.set(
        tx, umbrellas.stream().map(umbrella -> timer(umbrella, Duration.ZERO)).toList());
  }

  private static NewTimer timer(UUID umbrella, Duration after) {
    return NewTimer.after(after, KIND, umbrella.toString());
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<UUID> umbrellas = due.stream().map(timer -> UUID.fromString(timer.subject())).toList();
    TreeSet<UUID> next = new TreeSet<>();
    List<NewTimer> again = new ArrayList<>();
    for (UUID umbrella : umbrellas) {
      List<UUID> some = storms.next(tx, umbrella, MOST);
      next.addAll(some);
      if (some.size() == MOST) {
        again.add(timer(umbrella, Duration.ZERO));
      }
    }
    List<IncidentChange> changes = new ArrayList<>();
    List<Incident> locked = incidents.lock(tx, next).await();
    Map<UUID, Waiting> waiting = storms.waiting(tx, next);
    for (Incident incident : locked) {
      Waiting one = waiting.get(incident.id());
      if (one != null) {
        changes.add(release(incident, one, now));
      }
    }
    storms.release(tx, waiting.keySet(), Incident.SYSTEM, now);
    if (again.isEmpty()) {
      Set<UUID> hidden = storms.left(tx, umbrellas);
      hidden.forEach(umbrella -> again.add(timer(umbrella, AGAIN)));
    }
    timers.set(tx, again).await();
    writer.apply(tx, qualification.qualify(tx, changes).await()).await();
    return Future.succeededFuture(new TimerKind.Fired(changes.size() + " released"));
  }

  private static IncidentChange release(Incident incident, Waiting one, Instant now) {
    String resolvesBy = one.resolvesBy();
    String words = StormWords.released(one.umbrella(), incident.counts().firing());
    IncidentChange change = IncidentChange.of(incident);
    if (resolvesBy != null) {
      String note = StormWords.resolvedWith(one.umbrella(), one.resolvesAs());
      IncidentEnd.By what =
          Incident.SYSTEM.equals(resolvesBy) ? IncidentEnd.By.STORM : IncidentEnd.By.PERSON;
      return change.then(incident.resolve(what, resolvesBy, now, note, null));
    }
    return incident.status() == IncidentStatus.TRIGGERED && !one.toldBefore()
        ? change.then(incident.tell(words).withAll(Map.of(StormWords.FACT, one.umbrella())))
        : change.then(
            incident.report(
                TimelineType.NOTE,
                Incident.SYSTEM,
                words,
                Map.of(StormWords.FACT, one.umbrella())));
  }
}
