package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.fallback.MoveOn;
import dev.imas.core.fallback.OnCallContacts;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.incident.OpeningRepository.Opening;
import dev.imas.core.incident.PagedPeople;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.model.Labels;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.ChoiceRepository;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Follows changes of incidents: starts a run when people are called, and ends it when somebody
 * takes the incident on or it is over, with everything that it still had in store. All of it
 * happens in the transaction of the change, so that no step fires after an acknowledgement has
 * committed.
 *
 * <p>Locks are taken in this order: incident, timer, delivery, round-robin pointer.
 */
public final class Escalation implements PagedPeople, MoveOn {

  /** Subject: the incident. */
  static final String STEP = "escalation";

  /** Subject: {@code <incident>:<contact method>}. */
  static final String CALL = "escalation-call";

  /** Subject: the incident. */
  static final String RESUME = "escalation-resume";

  static final List<String> TIMERS = List.of(STEP, CALL, RESUME);

  private static final String TAKEN_ON = "somebody took the incident on before it was sent";
  private static final String MERGED =
      "its incident was merged into another one before it was sent";

  private final RunRepository runs = new RunRepository();
  private final Timers timers;
  private final PersonReach people;
  private final Policies policies = new Policies();
  private final OpeningRepository openings = new OpeningRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final InstantSource clock;

  public Escalation(Timers timers, PersonReach people, InstantSource clock) {
    this.timers = timers;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public Future<Called> follow(Tx tx, List<IncidentChange> changes) {
    Map<UUID, List<Contact>> called = new HashMap<>();
    List<IncidentChange> starting = new ArrayList<>();
    List<IncidentChange> telling = new ArrayList<>();
    List<IncidentChange> stopping = new ArrayList<>();
    List<IncidentChange> lowered = new ArrayList<>();
    for (IncidentChange change : changes) {
      if (!change.called().isEmpty()) {
        called.put(change.after().id(), change.called());
      }
      switch (EscalationEffect.of(change)) {
        case START -> starting.add(change);
        case TELL -> telling.add(change);
        case STOP -> stopping.add(change);
        case LOWERED -> lowered.add(change);
        case NOTHING -> {}
      }
    }
    Future<Void> stopped = stop(tx, stopping).compose(done -> takeBack(tx, lowered));
    if (starting.isEmpty() && telling.isEmpty()) {
      return stopped.map(Called.of(called));
    }
    Future<Boolean> mayCall = runs.mayCall(tx);
    Future<ChoiceRepository.Choices> choices =
        policies.choices(tx, starting.stream().map(IncidentChange::after).toList());
    return Future.join(mayCall, choices)
        .compose(
            asked -> {
              tell(tx, telling, called);
              if (!mayCall.result()) {
                return stopped.map(Called.of(called));
              }
              Future<Void> written = start(tx, starting, choices.result(), called);
              return stopped.map(new Called(called, written));
            });
  }

  /** Who is on call for an incident's team, for whatever is told to nobody else. */
  public OnCallContacts onCall() {
    return tx -> {
      if (!runs.mayCall(tx).await()) {
        return incident -> List.of();
      }
      return new StepFinder(tx, people, Map.of(), now())::onCall;
    };
  }

  private Future<Void> stop(Tx tx, List<IncidentChange> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    List<RunRepository.Ending> endings = changes.stream().map(Escalation::ending).toList();
    return runs.end(tx, endings, now())
        .compose(
            ended ->
                ended.isEmpty()
                    ? Future.succeededFuture()
                    : silence(tx, with(Run.State.REPLACED, ended, true), MERGED)
                        .compose(
                            done -> silence(tx, with(Run.State.REPLACED, ended, false), TAKEN_ON))
                        .compose(done -> resumeLater(tx, ended)));
  }

  /**
   * Where the first word still waits for its group and nobody has heard of the raise yet, nobody
   * does: the wait goes on, and tells it as severe as it is then.
   */
  private Future<Void> takeBack(Tx tx, List<IncidentChange> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    return runs.unheardInTheWait(tx, changes.stream().map(c -> c.after().id()).sorted().toList())
        .compose(
            unheard ->
                runs.end(
                    tx,
                    unheard.stream()
                        .map(
                            id -> new RunRepository.Ending(id, Run.State.REPLACED, Incident.SYSTEM))
                        .toList(),
                    now()))
        .compose(
            ended ->
                ended.isEmpty()
                    ? Future.succeededFuture()
                    : silence(tx, ended, "it was lowered again before it was sent"));
  }

  private static RunRepository.Ending ending(IncidentChange change) {
    Incident after = change.after();
    List<Step> steps = change.steps();
    return new RunRepository.Ending(
        after.id(),
        endOf(after),
        steps.isEmpty() ? Incident.SYSTEM : steps.getLast().entry().author());
  }

  private static Run.State endOf(Incident after) {
    if (after.mergedInto() != null) {
      return Run.State.REPLACED; // What the target does takes over.
    }
    return after.status() == IncidentStatus.RESOLVED ? Run.State.STOPPED : Run.State.ACKNOWLEDGED;
  }

  private static List<Run> with(Run.State state, List<Run> runs, boolean isSo) {
    return runs.stream().filter(run -> (run.state() == state) == isSo).toList();
  }

  /** Everything that these runs still had in store is dropped. */
  private Future<Void> silence(Tx tx, List<Run> ended, String why) {
    if (ended.isEmpty()) {
      return Future.succeededFuture();
    }
    List<UUID> incidents = ended.stream().map(Run::incident).sorted().toList();
    return timers
        .cancelBelow(tx, TIMERS, incidents.stream().map(UUID::toString).toList())
        .compose(cancelled -> runs.stopDeliveries(tx, incidents, why));
  }

  /** Where a policy says that acknowledgements end. */
  private Future<Void> resumeLater(Tx tx, List<Run> ended) {
    List<Run> acknowledged =
        ended.stream().filter(run -> run.state() == Run.State.ACKNOWLEDGED).toList();
    if (acknowledged.isEmpty()) {
      return Future.succeededFuture();
    }
    List<NewTimer> set = new ArrayList<>();
    for (Run run : acknowledged) {
      policies
          .of(tx, run)
          .resumeAfter()
          .ifPresent(
              after ->
                  set.add(
                      NewTimer.after(after, RESUME, run.incident().toString())
                          .with(TimerPayload.of(run))));
    }
    return timers.set(tx, set);
  }

  /**
   * @return what is written about it, under way
   */
  private Future<Void> start(
      Tx tx,
      List<IncidentChange> changes,
      ChoiceRepository.Choices choices,
      Map<UUID, List<Contact>> called) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant at = now();
    List<IncidentChange> inOrder =
        changes.stream().sorted(Comparator.comparing(c -> c.after().id())).toList();
    replace(tx, inOrder, at);
    Map<UUID, Opening> opened = opened(tx, inOrder);
    Map<UUID, Labels> labels = new HashMap<>();
    opened.forEach((incident, opening) -> labels.put(incident, opening.labels()));
    StepFinder finder = new StepFinder(tx, people, labels, at);
    Stepping stepping = new Stepping(runs, timers, at);
    Policies.Chosen chosen =
        policies.choose(
            tx,
            choices,
            inOrder.stream().map(IncidentChange::after).toList(),
            incident -> opened.getOrDefault(incident.id(), Opening.NOTHING));
    finder.owners(chosen.teams());
    Map<UUID, Integer> numbers =
        runs.numbers(tx, inOrder.stream().filter(c -> !c.isNew()).map(c -> c.after().id()).toList())
            .await();
    for (IncidentChange change : inOrder) {
      Incident incident = change.after();
      PolicyFor policy = chosen.policies().get(incident.id());
      Optional<GoingOn> stopped = stopped(tx, change, policy);
      if (policy != null && stopped.isPresent()) {
        called.put(
            incident.id(),
            stopped.get().begin(change, policy.why(), lastCall(change), finder, stepping));
      } else if (policy != null && (policy.isStored() || finder.findsOnCall(incident))) {
        Run run =
            Run.begin(
                incident.id(),
                1 + numbers.getOrDefault(incident.id(), 0),
                policy.policy(),
                incident.severity(),
                at);
        called.put(incident.id(), begin(run, change, policy, finder, stepping));
      }
    }
    return stepping.write(tx);
  }

  /** Where an acknowledgement had stopped it that was taken back now. */
  private Optional<GoingOn> stopped(Tx tx, IncidentChange change, @Nullable PolicyFor policy) {
    if (policy == null || !isTakenBack(change)) {
      return Optional.empty();
    }
    Optional<UUID> fits = policy.id();
    return runs.of(tx, change.after().id(), 1).await().stream()
        .filter(run -> run.state() == Run.State.ACKNOWLEDGED)
        .filter(run -> run.severity() == change.after().severity())
        .filter(run -> run.policy().equals(fits))
        .map(run -> new GoingOn(run, policies.of(tx, run), runs.lastTold(tx, run).await(), now()))
        .findFirst();
  }

  private static boolean isTakenBack(IncidentChange change) {
    return change.steps().stream().anyMatch(s -> s.event() == IncidentEvent.UNACKNOWLEDGED);
  }

  /** Ends what is under way, without a word: the new policy speaks. */
  private void replace(Tx tx, List<IncidentChange> changes, Instant at) {
    List<String> takenBack =
        changes.stream()
            .filter(Escalation::isTakenBack)
            .map(change -> change.after().id().toString())
            .toList();
    if (!takenBack.isEmpty()) {
      timers.cancelBelow(tx, List.of(RESUME), takenBack).await();
    }
    List<RunRepository.Ending> endings =
        changes.stream()
            .filter(change -> !change.isNew())
            .map(c -> new RunRepository.Ending(c.after().id(), Run.State.REPLACED, Incident.SYSTEM))
            .toList();
    if (!endings.isEmpty()) {
      List<Run> replaced = runs.end(tx, endings, at).await();
      if (!replaced.isEmpty()) {
        silence(tx, replaced, TAKEN_ON).await();
      }
    }
  }

  /**
   * @return whom the page that starts it goes to
   */
  private static List<Contact> begin(
      Run run, IncidentChange change, PolicyFor policy, StepFinder finder, Stepping stepping) {
    Duration wait = policy.policy().waitBefore(Place.FIRST);
    if (!wait.isZero()) {
      stepping.begin(run, policy.why(), new Walk.Next(Place.FIRST, wait));
      return List.of();
    }
    Walk walk =
        Walk.from(
            policy.policy(),
            Place.FIRST,
            false,
            place -> finder.fire(change.after(), policy.policy(), place));
    stepping.begin(run, policy.why(), walk, lastCall(change));
    return walk.telling().map(Firing::now).orElse(List.of());
  }

  /** The seq of the page that starts it. */
  private static int lastCall(IncidentChange change) {
    return change.steps().stream()
        .filter(step -> step.event() != null && step.event().calls())
        .reduce((first, second) -> second)
        .orElseThrow()
        .entry()
        .seq();
  }

  /** By which policies are chosen: those of the opening alerts, now as when they opened them. */
  private Map<UUID, Opening> opened(Tx tx, List<IncidentChange> changes) {
    List<UUID> before =
        changes.stream().filter(change -> !change.isNew()).map(c -> c.after().id()).toList();
    Map<UUID, Opening> opened = new HashMap<>(openings.of(tx, before).await());
    for (IncidentChange change : changes) {
      OpeningAlert alert = change.openedBy();
      if (alert != null) {
        opened.put(change.after().id(), Opening.of(alert));
      }
    }
    return opened;
  }

  /**
   * Tells whoever has it in hand and whoever is on call that it has grown worse. That a tenant has
   * nobody on call and no policy makes no difference: somebody has acknowledged it.
   */
  private void tell(Tx tx, List<IncidentChange> changes, Map<UUID, List<Contact>> called) {
    StepFinder finder = new StepFinder(tx, people, Map.of(), now());
    for (IncidentChange change : changes) {
      called.put(change.after().id(), inHand(tx, finder, change.after()));
    }
  }

  private List<Contact> inHand(Tx tx, StepFinder finder, Incident incident) {
    return finder.inHand(incident, timeline.lastAcknowledgement(tx, incident.id()).await()).now();
  }

  @Override
  public Future<Boolean> moveOn(Tx tx, UUID incident, int seq) {
    Run run = runs.running(tx, List.of(incident)).await().get(incident);
    if (run == null || runs.latest(tx, run).await().filter(s -> s == seq).isEmpty()) {
      return Future.succeededFuture(false);
    }
    Stepping stepping = new Stepping(runs, timers, now());
    stepping.proceed(run, new Walk.Next(run.next(), Duration.ZERO));
    return stepping.write(tx).map(true);
  }

  @Override
  public Future<Boolean> isAboutToTell(Tx tx, UUID incident) {
    return runs.running(tx, List.of(incident))
        .map(
            running -> {
              Run run = running.get(incident);
              return run != null
                  && (run.next().equals(Place.FIRST)
                      || run.next().equals(Walk.END) && !run.foundSomebody());
            });
  }

  @Override
  public Future<Boolean> isAtItsEnd(Tx tx, UUID incident) {
    return runs.running(tx, List.of(incident))
        .map(
            running -> {
              Run run = running.get(incident);
              return run != null && run.next().equals(Walk.END);
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
