package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.escalation.PolicyChoice.Candidate;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.JoinedAlertRepository;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Step;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.paging.PastEscalations.About;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.storm.StormReplay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Of what people would be told in a replay, and when: what storms hold, what waits for its group,
 * and what rules have them told again. Nobody acts. One thread at a time.
 */
final class SimulatedNotifications {

  /**
   * Of an incident, the service whose team is called, how severe it is then, and which policy it
   * follows.
   */
  record Called(UUID service, Severity severity, @Nullable String policy) {}

  private record Due(UUID incident, Instant at) {}

  /** When it is looked again at what waits and is hidden, as the timer does. */
  private static final Duration HIDDEN_AGAIN = Duration.ofSeconds(15);

  private final World.Setting setting;
  private final StormReplay storms;
  private final Map<UUID, Life> lives = new HashMap<>();
  private final List<Life> openedNow = new ArrayList<>();
  private final PriorityQueue<Due> waits = new PriorityQueue<>(Comparator.comparing(Due::at));
  private final PriorityQueue<Due> growths = new PriorityQueue<>(Comparator.comparing(Due::at));

  /** What has joined incidents since they were told, as far as it is kept. */
  private final Map<UUID, Set<UUID>> grown = new HashMap<>();

  private final Map<Called, Integer> calls = new HashMap<>();
  private final Runs runs = new Runs();
  private long toldAgain;

  SimulatedNotifications(World.Setting setting) {
    this.setting = setting;
    this.storms = new StormReplay(setting.storms());
  }

  /** Changes of another moment follow. */
  void begin() {
    openedNow.clear();
  }

  /** Takes what a moment changes of incidents. */
  void take(List<IncidentChange> changes, Instant now) {
    List<IncidentChange> told = storms.take(changes, this::whose, now);
    endUmbrellas();
    for (IncidentChange change : told) {
      if (change.isNew() && change.after().origin() != Incident.Origin.STORM) {
        opened(change, now);
      }
      if (!call(change, now)) {
        grows(change, now);
      }
      if (!isOpen(change.after())) {
        runs.end(change.after().id(), now);
      }
    }
  }

  private void endUmbrellas() {
    storms.takeOver().forEach(one -> runs.end(one.umbrella(), one.at()));
  }

  private StormReplay.@Nullable Whose whose(IncidentChange opened) {
    OwnedService service = setting.services().get(opened.after().serviceId());
    if (service == null) {
      return null;
    }
    Optional<Candidate> policy = chosen(opened.after(), opened.openedBy());
    return new StormReplay.Whose(
        UUID.nameUUIDFromBytes(service.team().getBytes(StandardCharsets.UTF_8)),
        service.team(),
        policy.map(one -> one.id().toString()).orElse(""),
        policy.map(Candidate::name).orElse(null));
  }

  /**
   * @param by the alert that opens it; null for one that is open already
   */
  private Optional<Candidate> chosen(Incident incident, @Nullable OpeningAlert by) {
    Life life = lives.get(incident.id());
    Labels labels = by != null ? by.labels() : life == null ? Labels.EMPTY : life.labels();
    Optional<String> named =
        by != null
            ? Optional.ofNullable(by.actions().escalationPolicy())
            : life == null ? Optional.empty() : life.named();
    return setting.choosing().choose(incident.serviceId(), incident.severity(), labels, named);
  }

  private void opened(IncidentChange change, Instant now) {
    Incident after = change.after();
    OpeningAlert by = change.openedBy();
    RuleActions said = by == null ? RuleActions.NONE : by.actions();
    boolean waits =
        !change.isHeld()
            && said.groupWait().isPositive()
            && change.steps().stream().allMatch(step -> step.event() == null);
    Life life =
        new Life(
            new Opened(
                now,
                after.title(),
                after.serviceId(),
                after.severity(),
                Objects.requireNonNullElse(after.groupKey(), ""),
                chosen(after, by).map(Candidate::name).orElse(null),
                said.impactScopes(),
                waits ? said.groupWait() : Duration.ZERO,
                GatheredGroups.isKey(after.groupKey()) ? null : said.groupInterval(),
                said.repeatInterval(),
                change.isHeld()),
            by == null ? Labels.EMPTY : by.labels(),
            Optional.ofNullable(said.escalationPolicy()));
    lives.put(after.id(), life);
    openedNow.add(life);
    if (waits) {
      this.waits.add(new Due(after.id(), now.plus(said.groupWait())));
    }
  }

  /** Whether anybody is told by it. */
  private boolean call(IncidentChange change, Instant now) {
    boolean tells = false;
    Optional<Candidate> policy = Optional.empty();
    boolean calls = false;
    for (Step step : change.steps()) {
      IncidentEvent event = step.event();
      if (event != null) {
        tells = true;
        grown.remove(change.after().id());
        if (event.callsResponders()) {
          calls = true;
          policy = call(step.incident(), change.openedBy(), now);
        }
      }
    }
    // As in truth, one escalation for all that happens at once.
    if (calls && isOpen(change.after())) {
      escalate(change.after(), change.openedBy(), policy, now);
    }
    return tells;
  }

  /**
   * @return the policy that it follows
   */
  private Optional<Candidate> call(Incident then, @Nullable OpeningAlert by, Instant at) {
    Life life = lives.get(then.id());
    if (life != null) {
      life.tell(at);
    }
    Optional<Candidate> policy = chosen(then, by);
    calls.merge(
        new Called(then.serviceId(), then.severity(), policy.map(Candidate::name).orElse(null)),
        1,
        Integer::sum);
    return policy;
  }

  private void escalate(
      Incident incident, @Nullable OpeningAlert by, Optional<Candidate> policy, Instant at) {
    Life life = lives.get(incident.id());
    Labels known = life == null ? Labels.EMPTY : life.labels();
    runs.begin(
        incident.id(),
        new About(
            incident.serviceId(),
            incident.severity(),
            policy.map(Candidate::id),
            life == null ? List.of() : life.opened().scopes()),
        by == null ? known : by.labels(),
        at,
        life == null ? new Audience() : life.audience());
  }

  /** Marks that more alerts have joined than people know of, if a rule has them told of it. */
  private void grows(IncidentChange change, Instant now) {
    Life life = lives.get(change.after().id());
    Duration interval = life == null ? null : life.opened().groupInterval();
    Instant told = life == null ? null : life.lastTold();
    if (interval != null && told != null && change.grew()) {
      UUID id = change.after().id();
      if (!grown.containsKey(id)) {
        Instant at = told.plus(interval);
        growths.add(new Due(id, at.isBefore(now) ? now : at));
      }
      Set<UUID> joined = grown.computeIfAbsent(id, any -> new HashSet<>());
      if (joined.size() <= JoinedAlertRepository.MOST_JOINED) {
        joined.addAll(change.joined());
      }
    }
  }

  /**
   * What happens by then without further changes.
   *
   * @param incidents as they are
   * @param flaps whether one flaps, so that nobody is called again
   * @param hides whether all of its firing alerts are hidden, so that nobody is called meanwhile
   * @param fires whether an alert fires in an incident
   */
  void through(
      Instant now,
      Function<UUID, @Nullable Incident> incidents,
      Predicate<UUID> flaps,
      Predicate<UUID> hides,
      BiPredicate<UUID, UUID> fires) {
    while (!waits.isEmpty() && !waits.element().at().isAfter(now)) {
      Due due = waits.remove();
      Incident incident = incidents.apply(due.incident());
      Life life = lives.get(due.incident());
      if (incident != null && isOpen(incident) && life != null && life.firstTold() == null) {
        if (hides.test(due.incident())) {
          waits.add(new Due(due.incident(), lookAgain(due.at(), now)));
        } else {
          escalate(incident, null, call(incident, null, due.at()), due.at());
        }
      }
    }
    while (!growths.isEmpty() && !growths.element().at().isAfter(now)) {
      Due due = growths.remove();
      Incident incident = incidents.apply(due.incident());
      Life life = lives.get(due.incident());
      Set<UUID> joined = grown.remove(due.incident());
      if (joined != null
          && incident != null
          && isOpen(incident)
          && life != null
          && incident.counts().firing() > 0
          && (joined.size() > JoinedAlertRepository.MOST_JOINED
              || joined.stream().anyMatch(alert -> fires.test(alert, due.incident())))
          && !flaps.test(due.incident())
          && !hides.test(due.incident())) {
        life.tell(due.at());
        toldAgain++;
      }
    }
    storms.through(now);
    endUmbrellas();
  }

  /** What is hidden stays so until now. */
  private static Instant lookAgain(Instant at, Instant now) {
    long looks = Duration.between(at, now).dividedBy(HIDDEN_AGAIN) + 1;
    return at.plus(HIDDEN_AGAIN.multipliedBy(looks));
  }

  private static boolean isOpen(Incident incident) {
    return incident.status() == IncidentStatus.TRIGGERED;
  }

  /** It ended by itself. */
  void ended(UUID incident, Instant at) {
    storms.ended(incident, at);
    runs.end(incident, at);
  }

  /** Nobody reopens it any more. */
  void forget(UUID incident) {
    Life life = lives.remove(incident);
    grown.remove(incident);
    if (life != null) {
      runs.forget(life);
    }
  }

  /** The escalations of what it tells. */
  Runs runs() {
    return runs;
  }

  /** The incidents that the changes of this moment have opened. */
  List<Life> openedNow() {
    return openedNow;
  }

  /** How often people are called at once, or after the wait of a rule. */
  Map<Called, Integer> calls() {
    return calls;
  }

  /** How often people are told again of alerts that have joined, as rules say. */
  long toldAgain() {
    return toldAgain;
  }

  /** How many umbrellas storms have opened. */
  long umbrellas() {
    return storms.umbrellas();
  }

  /** How many incidents storms have held. */
  long held() {
    return storms.held();
  }
}
