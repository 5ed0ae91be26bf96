package dev.imas.core.postmortem;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sets the timers of reminders, and reminds people when they fire. The end of the incident ends
 * none of them: that is when they begin.
 */
final class PostMortemReminders implements TimerKind.Handler {

  static final String TIMER = "post-mortem";

  private final IncidentRepository incidents = new IncidentRepository();
  private final PostMortemRepository repository;
  private final PostMortemMessages messages;
  private final Timers timers;
  private final InstantSource clock;

  PostMortemReminders(
      PostMortemRepository repository,
      PostMortemMessages messages,
      Timers timers,
      InstantSource clock) {
    this.repository = repository;
    this.messages = messages;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /**
   * Sets the timer of a post-mortem that this transaction has locked, or made. Its subject is the
   * incident, so that it goes with it.
   */
  void aim(Tx tx, PostMortem postMortem) {
    Instant at = postMortem.remindAt();
    if (at == null) {
      cancel(tx, postMortem.incident());
    } else {
      timers.set(tx, List.of(NewTimer.at(at, TIMER, postMortem.incident().toString()))).await();
    }
  }

  void cancel(Tx tx, UUID incident) {
    timers.cancel(tx, TIMER, List.of(incident.toString())).await();
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
    Map<UUID, Incident> of = new HashMap<>();
    incidents.lock(tx, ids(due)).await().forEach(one -> of.put(one.id(), one));
    int sent = 0;
    for (PostMortem one : repository.lock(tx, of.keySet())) {
      Incident incident = of.get(one.incident());
      Instant remind = one.remindAt();
      if (incident == null || remind == null) {
        continue;
      }
      boolean isOver = !one.isOwed() || incident.status().isOpen() || incident.mergedInto() != null;
      PostMortem next = one;
      if (isOver || !remind.isAfter(now)) {
        if (!isOver) {
          messages.remind(tx, one, incident, now);
          sent++;
        }
        next = one.reminding(isOver, now);
        repository.update(tx, next);
      }
      aim(tx, next);
    }
    return Future.succeededFuture(new TimerKind.Fired(sent + " reminders sent"));
  }
}
