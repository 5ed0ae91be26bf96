package dev.imas.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.gate.GateQuestion.Named;
import dev.imas.core.gate.GateReason.Code;
import dev.imas.core.gate.GateWorld.KnownBudget;
import dev.imas.core.gate.GateWorld.KnownFreeze;
import dev.imas.core.gate.GateWorld.KnownWindow;
import dev.imas.core.gate.GateWorld.KnownWindow.Stage;
import dev.imas.core.gate.GateWorld.OpenIncident;
import dev.imas.core.gate.GateWorld.RunningDeployment;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** G20 to G24: what lets a deployment start, and what keeps it from it. */
class GateRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");
  private static final UUID SEV1 = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-7000-8000-000000000002");

  private static GateQuestion asked(EnvironmentTier tier, UUID... incidents) {
    return new GateQuestion(
        new Named(new UUID(1, 1), "checkout"),
        new Named(new UUID(2, 2), "payments"),
        "prod",
        tier,
        "f95f852",
        List.of(incidents),
        NOW,
        null);
  }

  private static GateQuestion production(UUID... incidents) {
    return asked(EnvironmentTier.PRODUCTION, incidents);
  }

  private static KnownFreeze freeze(Duration from, Duration until) {
    return new KnownFreeze(
        new UUID(3, 3), "Black Friday", 1, false, true, NOW.plus(from), NOW.plus(until));
  }

  private static OpenIncident incident(UUID id, int severity, boolean isOwn) {
    return new OpenIncident(
        id, "INC-" + id.getLeastSignificantBits(), "Down", severity, NOW, "checkout", isOwn);
  }

  private static GateWorld world(List<KnownFreeze> freezes, List<OpenIncident> incidents) {
    return new GateWorld(GatePolicy.USUAL, freezes, incidents, List.of(), 1, null, List.of(), null);
  }

  private static List<Code> codes(GateAnswer answer) {
    return answer.reasons().stream().map(GateReason::code).toList();
  }

  @Test
  void nothingInTheWayAllowsForTenMinutes() {
    GateAnswer answer = GateRules.decide(production(), world(List.of(), List.of()));
    assertThat(answer.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(answer.leaseUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    assertThat(answer.reasons()).isEmpty();
    assertThat(answer.isEmergency()).isFalse();
  }

  @Test
  void freezeDeniesAndSaysUntilWhen() {
    GateAnswer answer =
        GateRules.decide(
            production(),
            world(List.of(freeze(Duration.ofHours(-9), Duration.ofDays(3))), List.of()));
    assertThat(answer.decision()).isEqualTo(GateDecision.DENY);
    assertThat(answer.until()).isEqualTo(NOW.plus(Duration.ofDays(3)));
    assertThat(answer.leaseUntil()).isNull();
    assertThat(answer.reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.blocking()).isTrue();
              assertThat(reason.text()).isEqualTo("Black Friday forbids deployments to prod");
              assertThat(reason.cure()).isNotNull();
            });
  }

  @Test
  void freezeThatEndsWithinTheHourIsWaitedFor() {
    GateAnswer answer =
        GateRules.decide(
            production(),
            world(List.of(freeze(Duration.ofHours(-9), Duration.ofMinutes(59))), List.of()));
    assertThat(answer.decision()).isEqualTo(GateDecision.WAIT);
    assertThat(answer.until()).isEqualTo(NOW.plus(Duration.ofMinutes(59)));
  }

  @Test
  void pipelineThatWasMadeBeforeTheFreezeMayStartUntilItBeginsOnly() {
    GateWorld before = world(List.of(freeze(Duration.ofMinutes(4), Duration.ofDays(3))), List.of());
    GateAnswer answer = GateRules.decide(production(), before);
    assertThat(answer.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(answer.leaseUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(4)));
    assertThat(codes(answer)).containsExactly(Code.FREEZE_AHEAD);
  }

  @Test
  void freezeThatOnlyObservesStopsNothing() {
    KnownFreeze observing =
        new KnownFreeze(
            new UUID(3, 3), "Trial", 1, true, false, NOW.minusSeconds(1), NOW.plusSeconds(60));
    GateAnswer answer = GateRules.decide(production(), world(List.of(observing), List.of()));
    assertThat(answer.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(codes(answer)).containsExactly(Code.FREEZE_OBSERVED);
  }

  @Test
  void openSev1DeniesProductionAndWarnsElsewhere() {
    GateWorld burning = world(List.of(), List.of(incident(SEV1, 1, true)));
    GateAnswer production = GateRules.decide(production(), burning);
    assertThat(production.decision()).isEqualTo(GateDecision.DENY);
    assertThat(production.until()).as("nobody knows when it ends").isNull();
    GateAnswer staging = GateRules.decide(asked(EnvironmentTier.STAGING), burning);
    assertThat(staging.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(codes(staging)).containsExactly(Code.OPEN_INCIDENT);
  }

  @Test
  void hotfixUnderAnOpenSev1MayStartIfItNamesIt() {
    GateWorld burning =
        world(
            List.of(freeze(Duration.ofHours(-9), Duration.ofDays(3))),
            List.of(incident(SEV1, 1, true)));
    GateAnswer answer = GateRules.decide(production(SEV1), burning);
    assertThat(answer.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(answer.isEmergency()).isTrue();
    assertThat(codes(answer)).containsExactly(Code.NAMED_INCIDENT, Code.FREEZE_EMERGENCY);
  }

  @Test
  void namingOneIncidentDoesNotExcuseAnother() {
    GateWorld burning =
        world(List.of(), List.of(incident(SEV1, 1, true), incident(OTHER, 1, false)));
    assertThat(GateRules.decide(production(SEV1), burning).decision()).isEqualTo(GateDecision.DENY);
    assertThat(GateRules.decide(production(SEV1, OTHER), burning).decision())
        .isEqualTo(GateDecision.ALLOW);
  }

  @Test
  void namingAnIncidentThatIsNoneOfTheServiceExcusesNothing() {
    GateAnswer answer =
        GateRules.decide(
            production(OTHER),
            world(
                List.of(freeze(Duration.ofHours(-9), Duration.ofDays(3))),
                List.of(incident(SEV1, 1, true))));
    assertThat(answer.decision()).isEqualTo(GateDecision.DENY);
    assertThat(codes(answer))
        .containsExactlyInAnyOrder(Code.FREEZE, Code.OPEN_INCIDENT, Code.NAMED_INCIDENT_ELSEWHERE);
  }

  @Test
  void rollbackInAFreezeIsAlwaysAllowed() {
    GateAnswer answer =
        GateRules.decide(
            production(),
            new GateWorld(
                new GatePolicy(true, true, true, 1, 0, null),
                List.of(freeze(Duration.ofHours(-9), Duration.ofDays(3))),
                List.of(incident(SEV1, 1, true)),
                List.of(new RunningDeployment(OTHER, "abc", NOW)),
                0,
                NOW.minus(Duration.ofDays(2)),
                List.of(spent(true, null)),
                null));
    assertThat(answer.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(answer.reasons()).noneMatch(GateReason::blocking);
    assertThat(codes(answer)).contains(Code.ROLLBACK, Code.FREEZE, Code.OPEN_INCIDENT);
    assertThat(answer.leaseUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
  }

  @Test
  void freezeAndSev1BlockWhateverThePolicySays() {
    // CAL-08: a tenant may raise what blocks, and cannot lower these two.
    for (boolean raised : List.of(true, false)) {
      GatePolicy policy = new GatePolicy(raised, raised, raised, 1, 0, null);
      for (GateWorld world :
          List.of(
              new GateWorld(
                  policy,
                  List.of(freeze(Duration.ZERO, Duration.ofDays(1))),
                  List.of(),
                  List.of(),
                  1,
                  null,
                  List.of(),
                  null),
              new GateWorld(
                  policy,
                  List.of(),
                  List.of(incident(SEV1, 1, false)),
                  List.of(),
                  1,
                  null,
                  List.of(),
                  null))) {
        assertThat(GateRules.decide(production(), world).decision()).isEqualTo(GateDecision.DENY);
      }
    }
  }

  @Test
  void whatThePolicyRaisesBlocksProductionAlone() {
    GateWorld world =
        new GateWorld(
            new GatePolicy(true, true, true, 1, 0, null),
            List.of(),
            List.of(incident(OTHER, 2, true)),
            List.of(new RunningDeployment(OTHER, "abc", NOW)),
            0,
            null,
            List.of(),
            null);
    assertThat(GateRules.decide(production(), world).reasons())
        .hasSize(3)
        .allMatch(GateReason::blocking);
    assertThat(GateRules.decide(asked(EnvironmentTier.TESTING), world).reasons())
        .hasSize(3)
        .noneMatch(GateReason::blocking);
  }

  private static KnownBudget spent(boolean blocks, @Nullable Instant until) {
    return new KnownBudget(
        OTHER, "Checkout works", blocks, 30, 2_592, 3_120, until, List.of("INC-2", "INC-1"));
  }

  private static GateWorld withBudget(KnownBudget budget, OpenIncident... incidents) {
    return new GateWorld(
        GatePolicy.USUAL, List.of(), List.of(incidents), List.of(), 1, null, List.of(budget), null);
  }

  @Test
  void spentBudgetBlocksProductionIfItSaysSo() {
    GateAnswer noted = GateRules.decide(production(), withBudget(spent(false, null)));
    assertThat(noted.decision()).isEqualTo(GateDecision.ALLOW);
    assertThat(noted.reasons().getFirst().text())
        .endsWith("was broken for 52 min in 30 days, and may be for 43 min (INC-2, INC-1)");
    GateWorld blocking = withBudget(spent(true, null));
    assertThat(GateRules.decide(production(), blocking).decision()).isEqualTo(GateDecision.DENY);
    assertThat(GateRules.decide(asked(EnvironmentTier.STAGING), blocking).decision())
        .isEqualTo(GateDecision.ALLOW);
    GateAnswer waiting =
        GateRules.decide(production(), withBudget(spent(true, NOW.plus(Duration.ofMinutes(20)))));
    assertThat(waiting.decision()).isEqualTo(GateDecision.WAIT);
    assertThat(waiting.until()).isEqualTo(NOW.plus(Duration.ofMinutes(20)));
  }

  @Test
  void spentBudgetDoesNotStopTheCure() {
    GateWorld world = withBudget(spent(true, null), incident(SEV1, 1, true));
    assertThat(GateRules.decide(production(), world).decision()).isEqualTo(GateDecision.DENY);
    assertThat(GateRules.decide(production(SEV1), world).decision()).isEqualTo(GateDecision.ALLOW);
  }

  @Test
  void answersAreTheSameAfterTheyWereStored() {
    Random random = new Random(47);
    for (int i = 0; i < 10_000; i++) {
      GateQuestion question = question(random);
      GateWorld world = world(random);
      GateAnswer answer = GateRules.decide(question, world);
      StoredDecision.Basis stored =
          Json.read(
              Json.write(new StoredDecision.Basis(GateRules.VERSION, question, world)),
              StoredDecision.Basis.class);
      assertThat(GateRules.decide(stored.question(), stored.world())).isEqualTo(answer);
      assertThat(answer.decision() == GateDecision.ALLOW)
          .as("%s %s", question, world)
          .isEqualTo(mayStart(question, world));
    }
  }

  /** The same in other words: whatever forbids it, one after another. */
  private static boolean mayStart(GateQuestion question, GateWorld world) {
    if (world.deployedBefore() != null) {
      return true;
    }
    boolean mends = false;
    boolean production = question.tier() == EnvironmentTier.PRODUCTION;
    boolean burns = false;
    for (OpenIncident incident : world.incidents()) {
      if (question.incidents().contains(incident.id())) {
        mends = true;
      } else {
        burns |= incident.severity() == 1 || world.policy().blocksOpenSev2();
      }
    }
    KnownWindow window = world.window();
    if (window != null) {
      boolean runs = window.stage() == Stage.IN_PROGRESS;
      if (window.isOfIt() && runs && window.isOverridden()) {
        return true;
      }
      boolean comes = window.stage() == Stage.PLANNED && window.until().isAfter(NOW);
      boolean lets =
          comes
              && (window.isApproved() || mends)
              && !window.from().isAfter(NOW.plus(Duration.ofMinutes(15)));
      if (!window.isOfIt() || !(runs || lets)) {
        return false;
      }
    }
    for (KnownFreeze freeze : world.freezes()) {
      boolean inForce = !freeze.from().isAfter(NOW) && freeze.until().isAfter(NOW);
      if (inForce && !freeze.observes() && !(mends && freeze.emergencies())) {
        return false;
      }
    }
    boolean busy = world.policy().blocksInProgress() && !world.inProgress().isEmpty();
    boolean alone =
        world.policy().blocksNobodyOnCall() && world.onCall() != null && world.onCall() == 0;
    boolean spent = !mends && world.budgets().stream().anyMatch(KnownBudget::blocks);
    return !(production && (burns || busy || alone || spent));
  }

  private static GateQuestion question(Random random) {
    EnvironmentTier tier =
        EnvironmentTier.values()[random.nextInt(EnvironmentTier.values().length)];
    return switch (random.nextInt(4)) {
      case 0 -> asked(tier, SEV1);
      case 1 -> asked(tier, SEV1, OTHER);
      default -> asked(tier);
    };
  }

  private static GateWorld world(Random random) {
    List<KnownFreeze> freezes = new ArrayList<>();
    while (random.nextInt(3) == 0) {
      Duration from = Duration.ofMinutes(random.nextInt(120) - 100);
      freezes.add(
          new KnownFreeze(
              new UUID(random.nextLong(), 1),
              "freeze",
              1 + random.nextInt(3),
              random.nextInt(4) == 0,
              random.nextBoolean(),
              NOW.plus(from),
              NOW.plus(
                  Duration.ofMinutes(Math.max(1, from.toMinutes() + 1 + random.nextInt(200))))));
    }
    List<OpenIncident> incidents = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      incidents.add(incident(SEV1, 1 + random.nextInt(2), random.nextBoolean()));
    }
    if (random.nextInt(3) == 0) {
      incidents.add(incident(OTHER, 1 + random.nextInt(2), random.nextBoolean()));
    }
    @Nullable Integer onCall = random.nextInt(3) == 0 ? null : (Integer) random.nextInt(2);
    return new GateWorld(
        new GatePolicy(
            random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), 1, 0, null),
        freezes,
        incidents,
        random.nextInt(4) == 0 ? List.of(new RunningDeployment(OTHER, "abc", NOW)) : List.of(),
        onCall,
        random.nextInt(8) == 0 ? NOW.minusSeconds(random.nextInt(1_000_000)) : null,
        random.nextInt(3) == 0
            ? List.of(
                spent(
                    random.nextBoolean(),
                    random.nextBoolean() ? null : NOW.plusSeconds(1 + random.nextInt(9_999))))
            : List.of(),
        random.nextInt(3) == 0 ? window(random) : null);
  }

  private static KnownWindow window(Random random) {
    Duration from = Duration.ofMinutes(random.nextInt(120) - 100);
    return new KnownWindow(
        OTHER,
        "Release 42",
        Stage.values()[random.nextInt(3)],
        random.nextInt(5) > 0,
        random.nextBoolean(),
        random.nextInt(3) == 0,
        NOW.plus(from),
        NOW.plus(from).plus(Duration.ofMinutes(1 + random.nextInt(200))));
  }
}
