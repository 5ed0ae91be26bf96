package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.Pager;
import dev.imas.core.model.TenantId;
import dev.imas.core.paging.ReceiverRepository.PageTo;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Calls people in the further ways that they chose: "SMS after three minutes". These timers are
 * below their incident, and are cancelled with its escalation (trap: personal rules outlive the
 * acknowledgement).
 */
public final class CallTimer implements TimerKind.Handler {

  private final RunRepository runs = new RunRepository();
  private final ReceiverRepository receivers = new ReceiverRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final IncidentRepository incidents;
  private final Timers timers;
  private final Pager pager;
  private final InstantSource clock;

  public CallTimer(IncidentRepository incidents, Timers timers, Pager pager, InstantSource clock) {
    this.incidents = incidents;
    this.timers = timers;
    this.pager = pager;
    this.clock = clock;
  }

  public TimerKind kind() {
    return TimerKind.of(Escalation.CALL, TimerKind.Lane.URGENT, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(TimerPayload::incident).distinct().sorted().toList();
  }

  private static PageTo page(DueTimer timer) {
    TimerPayload.OfCall call = TimerPayload.call(timer);
    return new PageTo(TimerPayload.incident(timer), call.method(), call.seq());
  }

  private static String place(Incident incident, TimerPayload.OfCall call, Contact method) {
    return incident.id() + " " + call.seq() + " " + method.channel() + " " + method.address();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Incident> locked =
        incidents.lock(tx, ids(due)).await().stream()
            .collect(Collectors.toMap(Incident::id, incident -> incident));
    Map<UUID, Run> running = runs.running(tx, ids(due)).await();
    Map<UUID, Contact> methods =
        receivers
            .reachable(tx, due.stream().map(t -> TimerPayload.call(t).method()).toList())
            .await();
    Set<PageTo> told = receivers.told(tx, due.stream().map(CallTimer::page).toList()).await();
    Set<String> rung = new HashSet<>();
    int called = 0;
    List<NewTimer> waiting = new ArrayList<>();
    Set<UUID> paused = hidden.among(tx, ids(due));
    for (DueTimer timer : due) {
      if (paused.contains(TimerPayload.incident(timer))) {
        waiting.add(StepTimer.again(timer));
        continue;
      }
      TimerPayload.OfCall call = TimerPayload.call(timer);
      Incident incident = locked.get(TimerPayload.incident(timer));
      Run run = running.get(TimerPayload.incident(timer));
      Contact method = methods.get(call.method());
      if (incident == null
          || method == null // removed meanwhile
          || told.contains(page(timer))
          // An address that several people share rings once for an event.
          || rung.contains(place(incident, call, method))
          || run == null
          || run.number() != call.run()
          || incident.status() != IncidentStatus.TRIGGERED) {
        continue;
      }
      String words =
          "Still unacknowledged; " + call.username() + " is paged by " + method.channel();
      pager.call(tx, Page.ofNextCall(incident, call.seq(), words, at), List.of(method)).await();
      rung.add(place(incident, call, method));
      called++;
    }
    TimerKind.Fired fired = new TimerKind.Fired(called + " called");
    return timers.set(tx, waiting).map(fired);
  }
}
