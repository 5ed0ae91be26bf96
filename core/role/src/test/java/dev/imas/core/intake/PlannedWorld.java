package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.flapping.Flapping;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.flapping.FlappingState;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.rule.RuleActions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the database: it keeps the results of plans, and checks the invariants after each plan.
 */
final class PlannedWorld {

  private static final IntakePolicy POLICY =
      new IntakePolicy(Duration.ofMinutes(30), Duration.ofDays(7), 1_000);

  static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  static final UUID SHOP = new UUID(7, 1);
  static final UUID TRIAGE = new UUID(7, 0);

  /** A change of an alert, as the journal has it. */
  record Event(
      UUID print,
      int seq,
      TransitionKind kind,
      String group,
      int severity,
      boolean autoResolve,
      Instant receivedAt,
      Instant startsAt,
      UUID service) {

    Event(
        UUID print, int seq, TransitionKind kind, String group, int severity, boolean autoResolve) {
      this(print, seq, kind, group, severity, autoResolve, T0, T0, SHOP);
    }

    Event at(Instant time) {
      return new Event(print, seq, kind, group, severity, autoResolve, time, time, service);
    }

    Event startedAt(Instant time) {
      return new Event(print, seq, kind, group, severity, autoResolve, receivedAt, time, service);
    }

    Event of(UUID other) {
      return new Event(print, seq, kind, group, severity, autoResolve, receivedAt, startsAt, other);
    }

    Transition transition() {
      return new Transition(
          print,
          seq,
          kind,
          Severity.of(severity),
          service,
          receivedAt,
          startsAt,
          autoResolve ? 1 << 7 : 0,
          group);
    }
  }

  final Map<UUID, Incident> incidents = new LinkedHashMap<>();
  final Map<UUID, AlertProgress> progress = new HashMap<>();
  final Set<Link> members = new HashSet<>();
  final Map<UUID, Flapping> flapping = new HashMap<>();
  private final Map<UUID, Map<Integer, Severity>> severities = new HashMap<>();
  FlappingPolicy flappingPolicy = FlappingState.OFF.policy();
  Instant now = T0;

  /** What a rule or a service says of an incident; null for nothing. */
  Function<Incident, @Nullable ReopenWindow> reopening = incident -> null;

  private int drawn;

  /** What alerts are called that are not just "alert". */
  final Map<UUID, String> names = new HashMap<>();

  /** What senders said and nobody knows. */
  final Map<UUID, Map<String, String>> unknown = new HashMap<>();

  IntakePlan apply(Event... events) {
    List<Transition> transitions = Arrays.stream(events).map(Event::transition).toList();
    Map<UUID, AlertFacts> alerts = new HashMap<>();
    for (Transition t : transitions) {
      severities.computeIfAbsent(t.fingerprint(), f -> new HashMap<>()).put(t.seq(), t.severity());
      alerts.put(
          t.fingerprint(),
          new AlertFacts(
              t.fingerprint(),
              names.getOrDefault(t.fingerprint(), "alert"),
              "prometheus",
              Map.of(),
              Map.of(),
              null,
              t.startsAt(),
              t.startsAt(),
              PastRouting.by(7, 0),
              RuleActions.NONE,
              unknown.getOrDefault(t.fingerprint(), Map.of())));
    }
    IntakeState state =
        new IntakeState(transitions, progress, List.copyOf(incidents.values()), members)
            .flapping(new FlappingState(flappingPolicy, flapping))
            .reopening(reopening());
    checkForesight(state, new IntakeWords(alerts, services()));
    IntakePlan plan = plan(state, new IntakeWords(alerts, services()));
    plan.changes().forEach(change -> incidents.put(change.after().id(), change.after()));
    assertThat(Collections.disjoint(members, plan.members())).isTrue();
    members.addAll(plan.members());
    plan.progress().forEach(p -> progress.put(p.fingerprint(), p));
    plan.flapping().forEach(change -> flapping.put(change.incident(), change.after()));
    checkInvariants();
    return plan;
  }

  private Map<UUID, ReopenWindow> reopening() {
    Map<UUID, ReopenWindow> said = new HashMap<>();
    for (Incident incident : incidents.values()) {
      ReopenWindow window = reopening.apply(incident);
      if (window != null) {
        said.put(incident.id(), window);
      }
    }
    return said;
  }

  static List<Incident> opened(IntakePlan plan) {
    return plan.changes().stream()
        .filter(IncidentChange::isNew)
        .map(IncidentChange::after)
        .toList();
  }

  static List<TimelineEntry> entries(IntakePlan plan) {
    return plan.changes().stream().flatMap(change -> change.entries().stream()).toList();
  }

  static List<Page> pages(IntakePlan plan) {
    return plan.changes().stream().flatMap(change -> change.pages().stream()).toList();
  }

  /** The groups in which more alerts fire than people were told of at once. */
  static List<UUID> grown(IntakePlan plan) {
    return plan.changes().stream()
        .filter(change -> change.grew() && change.pages().isEmpty())
        .map(change -> change.after().id())
        .toList();
  }

  /** What a person does to the only incident. */
  void change(Function<Incident, Step> step) {
    Incident after = step.apply(only()).incident();
    incidents.put(after.id(), after);
  }

  /** How a person corrects the only incident. */
  void correct(UnaryOperator<Incident> correction) {
    Incident after = correction.apply(only());
    incidents.put(after.id(), after);
  }

  private IntakePlan plan(IntakeState state, IntakeWords words) {
    return IntakePlanner.plan(
        state,
        words,
        POLICY,
        new IntakeIds() {
          @Override
          public UUID incidentId() {
            return new UUID(8, ++drawn);
          }

          @Override
          public String shortId() {
            return "INC-" + drawn;
          }
        },
        now);
  }

  /** A plan that is made with the texts it asked for equals the one made with all texts. */
  private void checkForesight(IntakeState state, IntakeWords all) {
    IntakeNeeds needs = plan(state, IntakeWords.NONE).needs();
    Map<UUID, AlertFacts> alerts = new HashMap<>(all.alerts());
    alerts.keySet().retainAll(needs.alerts());
    Map<UUID, OwnedService> services = new HashMap<>(all.services());
    services.keySet().removeIf(id -> !id.equals(TRIAGE) && !needs.services().contains(id));
    IntakeWords asked = needs.isNothing() ? IntakeWords.NONE : new IntakeWords(alerts, services);
    int before = drawn;
    IntakePlan informed = plan(state, asked);
    drawn = before;
    assertThat(informed).isEqualTo(plan(state, all));
    drawn = before;
    assertThat(opened(informed)).hasSize(needs.incidents());
  }

  Incident only() {
    assertThat(incidents).hasSize(1);
    return incidents.values().iterator().next();
  }

  /**
   * The state without what depends on order: ids, timelines, how often it changed back and forth,
   * and how severe it was before it ended.
   */
  String state() {
    Set<String> states = new HashSet<>();
    for (Incident i : incidents.values()) {
      Set<UUID> firing = new TreeSet<>();
      progress.values().stream()
          .filter(p -> p.firesIn(i.id()))
          .forEach(p -> firing.add(p.fingerprint()));
      states.add(
          i.groupKey()
              + " "
              + i.status()
              + " "
              + i.counts().alerts()
              + " "
              + i.counts().firing()
              + " "
              + firing);
    }
    return new TreeSet<>(states).toString();
  }

  private Severity severity(AlertProgress p) {
    Map<Integer, Severity> ofOne = Objects.requireNonNull(severities.get(p.fingerprint()));
    return Objects.requireNonNull(ofOne.get(p.appliedSeq()));
  }

  private void checkInvariants() {
    Set<@Nullable String> open = new HashSet<>();
    for (Incident i : incidents.values()) {
      if (i.status().isOpen()) {
        assertThat(open.add(i.groupKey())).as("one open incident per group").isTrue();
      }
      progress.values().stream()
          .filter(p -> p.firesIn(i.id()))
          .forEach(
              p ->
                  assertThat(severity(p))
                      .as("nothing that fires in it is more severe than the incident")
                      .isGreaterThanOrEqualTo(i.severity()));
      long firing = progress.values().stream().filter(p -> p.firesIn(i.id())).count();
      assertThat(i.counts().firing()).isEqualTo((int) firing);
      long alerts = members.stream().filter(l -> l.incidentId().equals(i.id())).count();
      assertThat(i.counts().alerts()).isEqualTo((int) alerts);
    }
  }

  private static Map<UUID, OwnedService> services() {
    return Map.of(
        SHOP,
        new OwnedService(SHOP, "shop", "TIER_2", null, false, "team", List.of()),
        TRIAGE,
        new OwnedService(TRIAGE, "Unknown/Triage", "TIER_3", null, true, "ops", List.of()));
  }
}
