package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.model.Severity;
import dev.imas.core.storm.StormPlan.Begun;
import dev.imas.core.storm.StormPlan.Held;
import dev.imas.core.storm.StormState.Recent;
import dev.imas.core.storm.StormState.Scope;
import dev.imas.core.storm.StormState.Storm;
import dev.imas.core.storm.StormState.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of which incidents people are told while many are opened. */
class StormPlannerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID SHOP = new UUID(1, 1);
  private static final UUID BANK = new UUID(1, 2);
  private static final Team SALES = new Team(new UUID(2, 1), "Sales");
  private static final Scope IN_SALES = new Scope(SALES.id(), "");
  private static final Team MONEY = new Team(new UUID(2, 2), "Money");
  private static final UUID UMBRELLA = new UUID(3, 1);
  private static final StormPolicy POLICY = new StormPolicy(true, 2, 1, Duration.ofMinutes(5));

  private final Map<UUID, Scope> scopes = new HashMap<>();
  private int made;

  @Test
  void theFirstOnesAreToldAndAnUmbrellaStandsForTheRest() {
    StormPlan plan = plan(calm(0, null), opens(3), opens(3), opens(3), opens(3));

    assertThat(told(plan)).containsExactly("INC-1", "INC-2", "umbrella-5");
    assertThat(plan.changes()).hasSize(5);
    Incident umbrella = plan.changes().getLast().after();
    assertThat(umbrella.title())
        .isEqualTo("Storm: more than 2 new incidents of Sales within a minute");
    assertThat(umbrella.origin()).isEqualTo(Incident.Origin.STORM);
    assertThat(umbrella.severity()).isEqualTo(Severity.SEV3_MEDIUM);
    assertThat(plan.held()).extracting(Held::umbrella).containsOnly(umbrella.id()).hasSize(2);
    assertThat(plan.begun()).singleElement().extracting(Begun::scope).isEqualTo(IN_SALES);
    assertThat(plan.changes().get(2).entries().getFirst().message())
        .isEqualTo("opened; held by the storm umbrella-5, so it pages nobody");
    assertThat(plan.changes().get(2).isHeld()).isTrue();
  }

  @Test
  void whatWasOpenedWithinTheMinuteCounts() {
    StormPlan plan = plan(calm(2, Severity.SEV1_CRITICAL), opens(3), opens(2));

    assertThat(told(plan)).containsExactly("umbrella-3");
    assertThat(plan.begun().getFirst().loudest()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(plan.rising()).as("its severity is that of the first").hasSize(1);
  }

  @Test
  void oneMoreSevereThanAllBeforeIsToldAndThenNoneLikeIt() {
    StormPlan plan = plan(running(3), opens(2), opens(2), opens(1), opens(1), opens(3));

    assertThat(told(plan)).containsExactly("INC-1", "INC-3");
    assertThat(plan.held()).hasSize(3);
    assertThat(plan.louder()).isEqualTo(Map.of(UMBRELLA, Severity.SEV1_CRITICAL));
  }

  @Test
  void eachTeamHasItsOwn() {
    StormPlan plan = plan(calm(0, null), opens(3), opens(3), opensAt(BANK, 4), opensAt(BANK, 4));
    assertThat(told(plan)).hasSize(4);
    assertThat(plan.isNothing()).isTrue();
  }

  @Test
  void soHasEachPolicyThatATeamsIncidentsFollow() {
    Scope nights = new Scope(SALES.id(), "nights");
    List<IncidentChange> opened =
        List.of(opens(3), following(nights, 3), following(nights, 3), following(nights, 2));
    StormPlan plan = plan(calm(1, Severity.SEV3_MEDIUM), opened);

    assertThat(told(plan)).containsExactly("INC-1", "INC-2", "INC-3", "umbrella-5");
    assertThat(plan.begun()).extracting(Begun::scope).containsExactly(nights);
    assertThat(plan.changes().getLast().after().title())
        .isEqualTo("Storm: more than 2 new incidents of Sales within a minute (Night shift)");
  }

  private IncidentChange following(Scope scope, int severity) {
    IncidentChange change = opens(severity);
    scopes.put(change.after().id(), scope);
    return change;
  }

  @Test
  void withoutThePolicyNothingIsHeld() {
    StormState off = state(StormPolicy.USUAL, Map.of(), Map.of(), Map.of());
    assertThat(told(plan(off, opens(3), opens(3), opens(3), opens(3)))).hasSize(4);
  }

  @Test
  void whatIsHeldIsToldWhenItTurnsWorseThanAllThatWasTold() {
    Incident child = incident(4);
    StormState state = holding(child, 3);
    IncidentChange same = raised(child, Severity.SEV3_MEDIUM);
    IncidentChange worse = raised(child, Severity.SEV2_HIGH);

    StormPlan quiet = plan(state, same);
    assertThat(told(quiet)).isEmpty();
    assertThat(quiet.changes().getFirst().entries()).isEqualTo(same.entries());
    assertThat(quiet.rising()).as("the umbrella is of SEV4").containsExactly(UMBRELLA);

    StormPlan loud = plan(state, worse);
    assertThat(told(loud)).containsExactly(child.shortId());
    assertThat(loud.outgrown()).containsExactly(child.id());
    assertThat(loud.louder()).isEqualTo(Map.of(UMBRELLA, Severity.SEV2_HIGH));
  }

  @Test
  void whatWasThereBeforeTheStormIsTold() {
    Incident other = incident(4);
    StormPlan plan = plan(holding(incident(4), 3), raised(other, Severity.SEV4_LOW));
    assertThat(told(plan)).containsExactly(other.shortId());
    assertThat(plan.isNothing()).isTrue();
  }

  private static IncidentChange raised(Incident incident, Severity to) {
    return IncidentChange.of(incident).then(incident.raise(to, Incident.SYSTEM, NOW, "raised"));
  }

  private Incident incident(int severity) {
    return opens(severity).after();
  }

  private IncidentChange opens(int severity) {
    return opensAt(SHOP, severity);
  }

  private IncidentChange opensAt(UUID service, int severity) {
    int n = ++made;
    scopes.put(new UUID(9, n), new Scope(service.equals(SHOP) ? SALES.id() : MONEY.id(), ""));
    return IncidentChange.opening(
        TestIncident.any()
            .called(new UUID(9, n), "INC-" + n)
            .of(service)
            .as(Severity.of(severity))
            .openingAt(NOW));
  }

  private static Map<UUID, Team> teams() {
    return Map.of(SHOP, SALES, BANK, MONEY);
  }

  private StormState calm(int opened, @Nullable Severity loudest) {
    return state(
        POLICY,
        opened == 0 ? Map.of() : Map.of(IN_SALES, new Recent(opened, loudest)),
        Map.of(),
        Map.of());
  }

  private StormState running(int loudest) {
    return state(POLICY, Map.of(), Map.of(IN_SALES, storm(loudest)), Map.of());
  }

  private StormState holding(Incident child, int loudest) {
    return state(POLICY, Map.of(), Map.of(), Map.of(child.id(), storm(loudest)));
  }

  private StormState state(
      StormPolicy policy,
      Map<Scope, Recent> recent,
      Map<Scope, Storm> running,
      Map<UUID, Storm> holding) {
    return new StormState(
        policy, teams(), scopes, Map.of("nights", "Night shift"), recent, running, holding);
  }

  private static Storm storm(int loudest) {
    return new Storm(UMBRELLA, "INC-0", Severity.SEV4_LOW, Severity.of(loudest));
  }

  private StormPlan plan(StormState state, IncidentChange... changes) {
    return plan(state, List.of(changes));
  }

  private StormPlan plan(StormState state, List<IncidentChange> changes) {
    return StormPlanner.plan(
        changes,
        state,
        new StormPlanner.Ids() {
          @Override
          public UUID incident() {
            return new UUID(8, ++made);
          }

          @Override
          public String shortId() {
            return "umbrella-" + made;
          }
        },
        NOW);
  }

  private static List<String> told(StormPlan plan) {
    List<String> told = new ArrayList<>();
    for (IncidentChange change : plan.changes()) {
      if (change.pages().stream().anyMatch((Page page) -> page.event().calls())) {
        told.add(change.after().shortId());
      }
    }
    return told;
  }
}
