package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Acknowledgement;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.CallResolver;
import dev.imas.core.policy.Called;
import dev.imas.core.policy.StepReceivers;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import dev.imas.core.user.UserRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom steps tell now, for the incidents of one transaction. Incidents for which the same is
 * asked share the answer, unless people take turns.
 */
final class StepFinder {

  private static final List<EscalationTarget> ON_CALL =
      List.of(new EscalationTarget.OnCall(Optional.empty(), OptionalInt.empty()));

  private final Tx tx;
  private final Map<UUID, Labels> labels;
  private final Instant at;
  private final Turns turns;
  private final ServiceRepository services = new ServiceRepository();
  private final UserRepository users = new UserRepository();
  private final CallResolver calls;
  private final Map<UUID, UUID> teams = new HashMap<>();
  private final Map<Question, Answer> answers = new HashMap<>();

  private record Question(Ask ask, Set<String> channels) {}

  private record Answer(
      List<Firing.Found> people, List<Firing.Channel> channels, List<String> missed) {}

  /**
   * @param labels of the alerts that opened the incidents, where one did
   */
  StepFinder(Tx tx, PersonReach people, Map<UUID, Labels> labels, Instant at) {
    this(tx, people, labels, at, Turns.TAKEN);
  }

  /** Only asks: takes no turn, so that the step itself finds the same people. */
  static StepFinder lookingAhead(Tx tx, PersonReach people, Map<UUID, Labels> labels, Instant at) {
    return new StepFinder(tx, people, labels, at, Turns.LEFT);
  }

  private StepFinder(Tx tx, PersonReach people, Map<UUID, Labels> labels, Instant at, Turns turns) {
    this.turns = turns;
    this.tx = tx;
    this.calls = new CallResolver(people);
    this.labels = labels;
    this.at = at;
  }

  /**
   * What is known already.
   *
   * @param byService the team that owns each
   */
  void owners(Map<UUID, UUID> byService) {
    teams.putAll(byService);
  }

  /** Whether anybody is on call for the incident's team, or stands in. */
  boolean findsOnCall(Incident incident) {
    return !ask(incident, ON_CALL, Set.of()).people.isEmpty();
  }

  /** Whoever is on call for the incident's team, or stands in, and how each is told. */
  List<Reach> onCall(Incident incident) {
    return ask(incident, ON_CALL, Set.of()).people.stream().map(Firing.Found::reach).toList();
  }

  Firing fire(Incident incident, EscalationPolicy policy, Place place) {
    EscalationStep step = policy.step(place);
    Optional<String> refusal = step.when().refusal(incident.severity(), labels(incident), at);
    if (refusal.isPresent()) {
      return Firing.notNow(place, refusal.get());
    }
    Answer answer = ask(incident, step.targets(), step.channels());
    return Firing.of(place, answer.people, answer.channels, answer.missed);
  }

  /** Of the alert that opened it; empty for one opened by hand. */
  Labels labels(Incident incident) {
    return labels.getOrDefault(incident.id(), Labels.EMPTY);
  }

  /**
   * Whoever has the incident in hand, and whoever is on call for its team.
   *
   * @param acknowledged the last time, by somebody who need not be its lead
   */
  Firing inHand(Incident incident, Optional<Acknowledgement> acknowledged) {
    Set<UUID> busy = new LinkedHashSet<>();
    add(busy, incident.leadId(), incident.lead());
    acknowledged.ifPresent(last -> add(busy, last.byUser(), last.by()));
    List<EscalationTarget> told = new ArrayList<>(ON_CALL.size() + busy.size());
    busy.forEach(id -> told.add(new EscalationTarget.User(id)));
    told.addAll(ON_CALL);
    Answer answer = ask(incident, told, Set.of());
    return Firing.of(Place.FIRST, answer.people, List.of(), answer.missed);
  }

  /** By their id, and where that was not kept yet, by their name. */
  private void add(Set<UUID> people, @Nullable UUID id, @Nullable String name) {
    if (id != null) {
      people.add(id);
    } else if (name != null) {
      users.findId(tx, Reference.of(name)).await().ifPresent(people::add);
    }
  }

  private Answer ask(Incident incident, List<EscalationTarget> wanted, Set<String> channels) {
    UUID team =
        teams.computeIfAbsent(
            incident.serviceId(), service -> services.ownerTeam(tx, service).await());
    Set<UUID> scopes = Ask.asksForScopes(wanted) ? calls.scopesOf(tx, incident.id()) : Set.of();
    Question question = new Question(new Ask(team, incident.severity(), wanted, scopes), channels);
    return wanted.stream().anyMatch(StepFinder::takesTurns)
        ? answer(question)
        : answers.computeIfAbsent(question, this::answer);
  }

  private static boolean takesTurns(EscalationTarget target) {
    return target instanceof EscalationTarget.OfSchedule schedule && schedule.roundRobin();
  }

  private Answer answer(Question question) {
    Called called = calls.find(tx, at, question.ask, question.channels, turns);
    StepReceivers told = called.told();
    List<Firing.Found> found = new ArrayList<>();
    for (StepReceivers.Person person : told.people()) {
      Reach reach = called.reach().get(person.user());
      if (reach != null) {
        found.add(new Firing.Found(reach, String.join("; ", person.how()), person.schedules()));
      }
    }
    return new Answer(
        found,
        told.channels().stream().map(StepFinder::channel).toList(),
        told.missed().stream().map(StepReceivers.Missed::why).toList());
  }

  private static Firing.Channel channel(StepReceivers.Channel channel) {
    return new Firing.Channel(
        new Contact(
            channel.receiver(), channel.channel(), channel.address(), Severity.SEV4_LOW, true),
        channel.name(),
        String.join("; ", channel.how()));
  }
}
