package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.TeamName;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.incident.UnpagedIncidents;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.CallResolver;
import dev.imas.core.policy.Called;
import dev.imas.core.policy.StepReceivers;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages that a person asks for: the next step of an escalation at once, one more person, or a team.
 * Callers have locked the incident.
 */
final class ManualPaging {

  /** As the chain finds them. */
  private static final OptionalInt LEVELS = OptionalInt.empty();

  private final RunRepository runs = new RunRepository();
  private final Policies policies = new Policies();
  private final SuppressedIncidentRepository suppressed = new SuppressedIncidentRepository();
  private final UnpagedIncidents unpaged = new UnpagedIncidents();
  private final IncidentWriter writer;
  private final Timers timers;
  private final PersonReach people;
  private final CallResolver calls;
  private final InstantSource clock;

  ManualPaging(IncidentWriter writer, Timers timers, PersonReach people, InstantSource clock) {
    this.writer = writer;
    this.timers = timers;
    this.people = people;
    this.calls = new CallResolver(people);
    this.clock = clock;
  }

  /**
   * Makes the next step due now. What was opened without paging anyone begins to page, as if it
   * were opened now. The step itself is taken by its timer, as every other one is. A step that is
   * due already stays as it is.
   *
   * @param expected the step that the caller believes to be next; null: whichever it is
   * @param message what the timeline says of it; null: who asked for which step
   * @throws Fault CONFLICT if no step is to come, or another one than expected
   */
  void escalate(
      Tx tx, Incident incident, @Nullable Place expected, String by, @Nullable String message) {
    if (incident.status() != IncidentStatus.TRIGGERED) {
      throw Fault.conflict(
          incident.shortId()
              + " is "
              + incident.status()
              + ", so its escalation is over; page a person instead");
    }
    Run run = runs.running(tx, List.of(incident.id())).await().get(incident.id());
    if (run == null && expected == null && unpaged.isUnpaged(tx, incident).await()) {
      begin(tx, incident, by, message);
      return;
    }
    if (run == null) {
      throw Fault.conflict(
          incident.shortId() + " has no escalation in progress; page a person instead");
    }
    if (suppressed.among(tx, List.of(incident.id())).contains(incident.id())) {
      throw Fault.conflict(
          "the alerts of "
              + incident.shortId()
              + " are muted, so its escalation waits; page a person instead");
    }
    if (expected != null && !expected.equals(run.next())) {
      throw Fault.conflict("another step is next by now; read the escalation again");
    }
    Instant now = now();
    if (run.dueAt().filter(due -> !due.isAfter(now)).isPresent()) {
      return;
    }
    Stepping stepping = new Stepping(runs, timers, now);
    stepping.proceed(run, new Walk.Next(run.next(), Duration.ZERO));
    stepping.write(tx).await();
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(incident)
                    .then(
                        incident.report(
                            TimelineType.ESCALATION,
                            by,
                            message == null ? words(tx, run) : message,
                            Map.of("run", run.number())))))
        .await();
  }

  /** Pages people as its opening would have done. */
  private void begin(Tx tx, Incident incident, String by, @Nullable String message) {
    String words =
        message == null ? "Paging starts: until now nobody was paged, as asked" : message;
    writer
        .apply(
            tx,
            List.of(IncidentChange.of(incident).then(UnpagedIncidents.page(incident, by, words))))
        .await();
  }

  private String words(Tx tx, Run run) {
    if (run.next().equals(Walk.END)) {
      return "Escalation “" + run.policyName() + "” is not waited for: the fallback is next, now";
    }
    EscalationPolicy policy = policies.of(tx, run);
    return "Escalation “" + policy.name() + "”, " + StepTimer.place(policy, run.next()) + ", now";
  }

  /**
   * Pages one person at once, by each contact that their rules name for its severity. What rules
   * put off goes out now: a person has asked for it.
   *
   * @param message what the timeline says of it; null: who was paged
   * @throws Fault CONFLICT if the incident is resolved; empty, and nothing happens, if the person
   *     cannot be called
   * @return why the person cannot be called; empty if they are paged
   */
  Optional<String> page(Tx tx, Incident incident, UUID user, String by, @Nullable String message) {
    requireOpen(incident);
    Reach reach = people.plan(tx, Set.of(user), incident.severity(), Set.of()).get(user);
    if (reach == null || !reach.isCalled()) {
      return Optional.of(
          reach == null
              ? "the person is gone"
              : reach.warning().orElse(reach.username() + " has no contact for this severity"));
    }
    call(tx, incident, by, message == null ? "Paged " + reach.username() : message, calls(reach));
    return Optional.empty();
  }

  /**
   * Pages a team at once: whoever is on call for it, by each contact that their rules name for the
   * incident's severity. Where none of them can be called, the team's channels are told instead.
   *
   * @param message what the timeline says of it; null: who was paged
   * @throws Fault CONFLICT if the incident is resolved
   * @return why nobody of the team can be called, and then nothing happens; empty if somebody is
   *     paged
   */
  Optional<String> pageTeam(
      Tx tx, Incident incident, TeamName team, String by, @Nullable String message) {
    requireOpen(incident);
    List<Called> found =
        calls.find(
            tx,
            now(),
            List.of(
                ask(incident, team, new EscalationTarget.OnCall(Optional.empty(), LEVELS)),
                ask(incident, team, new EscalationTarget.TeamChannels(Optional.empty()))),
            Turns.LEFT);
    Called onCall = found.getFirst();
    Called told = onCall.isNobody() ? found.getLast() : onCall;
    if (told.isNobody()) {
      return Optional.of(whyNobody(team, onCall));
    }
    List<Contact> contacts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (StepReceivers.Person person : told.told().people()) {
      if (told.reachOf(person).isCalled()) {
        contacts.addAll(calls(told.reachOf(person)));
        names.add(person.username());
      }
    }
    for (StepReceivers.Channel one : told.told().channels()) {
      contacts.add(new Contact(one.receiver(), one.channel(), one.address(), Severity.SEV4_LOW));
      names.add(one.name());
    }
    String words = "Paged the team " + team.name() + ": " + String.join(", ", names);
    call(tx, incident, by, message == null ? words : message, contacts);
    return Optional.empty();
  }

  private static Ask ask(Incident incident, TeamName team, EscalationTarget target) {
    return new Ask(team.id(), incident.severity(), List.of(target));
  }

  private static String whyNobody(TeamName team, Called onCall) {
    List<String> whys =
        onCall.unreachable().stream().map(Reach::warning).flatMap(Optional::stream).toList();
    return whys.isEmpty()
        ? "nobody is on call for " + team.name() + ", and none of its channels calls anybody"
        : String.join("; ", whys);
  }

  private static void requireOpen(Incident incident) {
    if (!incident.status().isOpen()) {
      throw Fault.conflict(
          incident.shortId() + " is resolved; reopen it to page somebody about it");
    }
  }

  /** Each address once. What rules put off is called now as well: a person has asked for it. */
  private static List<Contact> calls(Reach reach) {
    Map<String, Contact> now = new LinkedHashMap<>();
    for (Reach.Call call : reach.calls()) {
      now.putIfAbsent(
          call.channel() + ' ' + call.address(),
          new Contact(call.method(), call.channel(), call.address(), Severity.SEV4_LOW));
    }
    return List.copyOf(now.values());
  }

  private void call(Tx tx, Incident incident, String by, String words, List<Contact> contacts) {
    writer
        .apply(
            tx,
            List.of(IncidentChange.of(incident).then(incident.page(by, words)).calling(contacts)))
        .await();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
