package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.snooze.SnoozeRepository;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ends acknowledgements where the policy says that they end: an incident that is still only
 * acknowledged by then is triggered again, and its escalation goes on with the next round (decision
 * M7). Everybody who was told hears of it, as when a person takes an acknowledgement back: they may
 * believe that somebody works on it.
 */
public final class ResumeTimer implements TimerKind.Handler {

  private final RunRepository runs = new RunRepository();
  private final Policies policies = new Policies();
  private final OpeningRepository openings = new OpeningRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final SnoozeRepository snoozes = new SnoozeRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;
  private final PersonReach people;
  private final InstantSource clock;

  public ResumeTimer(
      IncidentRepository incidents,
      IncidentWriter writer,
      Timers timers,
      PersonReach people,
      InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
    this.people = people;
    this.clock = clock;
  }

  public TimerKind kind() {
    return TimerKind.of(Escalation.RESUME, TimerKind.Lane.URGENT, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(TimerPayload::incident).distinct().sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Incident> locked =
        incidents.lock(tx, ids(due)).await().stream()
            .collect(Collectors.toMap(Incident::id, incident -> incident));
    StepFinder finder = new StepFinder(tx, people, openings.labels(tx, ids(due)).await(), at);
    Stepping stepping = new Stepping(runs, timers, at);
    List<IncidentChange> changes = new ArrayList<>();
    List<NewTimer> waiting = new ArrayList<>();
    Set<UUID> paused = hidden.among(tx, ids(due));
    Set<UUID> snoozed = snoozes.of(tx, ids(due)).await().keySet();
    for (DueTimer timer : due) {
      if (paused.contains(TimerPayload.incident(timer))) {
        waiting.add(StepTimer.again(timer));
        continue;
      }
      Incident incident = locked.get(TimerPayload.incident(timer));
      if (incident == null || incident.status() != IncidentStatus.ACKNOWLEDGED) {
        continue; // it went on, or is over
      }
      if (snoozed.contains(incident.id())) {
        continue; // A person has said when the acknowledgement ends.
      }
      resume(tx, stepping, finder, incident, timer, at).ifPresent(changes::add);
    }
    stepping.write(tx).await();
    timers.set(tx, waiting).await();
    return writer.apply(tx, changes).map(done -> new TimerKind.Fired(changes.size() + " resumed"));
  }

  private Optional<IncidentChange> resume(
      Tx tx, Stepping stepping, StepFinder finder, Incident incident, DueTimer timer, Instant at) {
    int number = TimerPayload.run(timer).run();
    Optional<Run> ended =
        runs.of(tx, incident.id(), 1).await().stream()
            .filter(run -> run.number() == number && run.state() == Run.State.ACKNOWLEDGED)
            .findFirst();
    if (ended.isEmpty()) {
      return Optional.empty();
    }
    EscalationPolicy policy = policies.of(tx, ended.get());
    Place next = nextRound(policy, ended.get().next());
    Run run = runs.resume(tx, incident.id(), number).await();
    String by = ended.get().endedBy().orElse(Incident.SYSTEM);
    Step resumed =
        incident.resume(
            at,
            by + " had acknowledged it, and nothing has come of it: its escalation goes on",
            Map.of("run", number, "acknowledged_by", by),
            timeline.lastAcknowledgement(tx, incident.id()).await());
    List<Contact> called = List.of();
    if (next.equals(Walk.END)) {
      stepping.proceed(run, new Walk.Next(next, Duration.ZERO));
    } else {
      Walk walk =
          Walk.from(
              policy,
              next,
              run.foundSomebody(),
              place -> finder.fire(resumed.incident(), policy, place));
      stepping.proceed(run, walk, resumed.entry().seq(), timer.dueAt());
      called = walk.telling().map(Firing::now).orElse(List.of());
    }
    return Optional.of(IncidentChange.of(incident).then(resumed).calling(called));
  }

  /** The first step of the next round, from the step that would have come next. */
  private static Place nextRound(EscalationPolicy policy, Place next) {
    if (next.equals(Walk.END) || next.step() == 0) {
      return next;
    }
    return next.round() + 1 < policy.rounds() ? new Place(next.round() + 1, 0) : Walk.END;
  }
}
