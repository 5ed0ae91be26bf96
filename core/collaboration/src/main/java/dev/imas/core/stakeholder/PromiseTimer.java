package dev.imas.core.stakeholder;

import dev.imas.core.bus.Saying;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.stakeholder.Promise.Next;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Looks at what stakeholders were promised: when somebody is to be reminded, and after a change of
 * the incident that may end the promise or pass it on.
 */
final class PromiseTimer implements TimerKind.Handler {

  static final String KIND = "stakeholders";

  private final IncidentRepository incidents = new IncidentRepository();
  private final TenantTimes times = new TenantTimes();
  private final UpdateRepository repository;
  private final InformerNotices notices;
  private final Timers timers;
  private final InstantSource clock;

  PromiseTimer(
      UpdateRepository repository, InformerNotices notices, Timers timers, InstantSource clock) {
    this.repository = repository;
    this.notices = notices;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** Has a look taken at once. */
  static NewTimer look(UUID incident) {
    return NewTimer.after(Duration.ZERO, KIND, incident.toString());
  }

  /** Keeps a promise of an incident that is locked, and sets its timer. */
  void keep(Tx tx, Promise promise) {
    repository.keep(tx, promise);
    Instant at = promise.remindAt();
    String subject = promise.incident().toString();
    if (at == null) {
      timers.cancel(tx, KIND, List.of(subject)).await();
    } else {
      timers.set(tx, List.of(NewTimer.at(at, KIND, subject))).await();
    }
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<UUID> ids = ids(due);
    int looked = 0;
    for (Incident incident : incidents.lock(tx, ids).await()) {
      // Read one by one: a merge may have passed a promise on to another of them.
      Map<UUID, Promise> promises = repository.promises(tx, List.of(incident.id()));
      Promise before = promises.get(incident.id());
      if (before != null) {
        keep(tx, after(tx, incident, before, now));
        looked++;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(looked + " looked at"));
  }

  private Promise after(Tx tx, Incident incident, Promise before, Instant now) {
    UUID target = incident.mergedInto();
    if (target != null) {
      return passOn(tx, before, target, now);
    }
    if (!incident.status().isOpen()) {
      if (!before.isClosed() && !before.isLastAsked()) {
        notices.send(
            tx,
            incident,
            "last " + incident.version(),
            Saying.of("update.last", incident.shortId()),
            Saying.of("update.last.text"),
            now);
      }
      return before.ended();
    }
    Promise open = before.open(now);
    Next next = open.next();
    if (next == null || !open.isDue(now)) {
      return open;
    }
    boolean isOverdue = !now.isBefore(next.by());
    notices.send(
        tx,
        incident,
        (isOverdue ? "due " : "soon ") + next.by(),
        Saying.of(isOverdue ? "update.due" : "update.soon", incident.shortId()),
        Saying.of("update.promised", next.author())
            .andPlain(" ")
            .and(Saying.time(next.by(), times.read(tx).zone())),
        now);
    return open.reminded(now);
  }

  /** Its stakeholders wait for the other incident's update now. */
  private Promise passOn(Tx tx, Promise before, UUID target, Instant now) {
    Next next = before.next();
    if (next != null && !target.equals(before.passedTo())) {
      repository.pass(tx, target, next, now);
      timers.set(tx, List.of(look(target))).await();
    }
    return before.passed(target);
  }
}
