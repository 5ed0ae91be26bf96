package dev.imas.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.intake.AlertProgress;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.intake.Transition;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.storm.StormPolicy;
import dev.imas.core.suppressed.PastSuppressionRepository.Past;
import dev.imas.core.suppression.InhibitRule;
import dev.imas.core.suppression.Reason;
import dev.imas.core.suppression.Reason.Kind;
import dev.imas.core.suppression.Silence;
import dev.imas.core.times.NamedTimes;
import dev.imas.core.times.WrittenInterval;
import dev.imas.core.times.WrittenInterval.Hours;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is hidden in a replay opens nothing until nothing hides it. */
class HiddenWorldTest {

  private static final UUID SERVICE = new UUID(1, 1);
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final int AUTO_RESOLVE = 1 << 7;

  private final Map<UUID, Integer> seqs = new HashMap<>();
  private final Map<UUID, Labels> labels = new HashMap<>();
  private final List<Silence> silences = new ArrayList<>();
  private final List<InhibitRule> rules = new ArrayList<>();
  private final List<NamedTimes> times = new ArrayList<>();
  private final Map<UUID, Instant> since = new HashMap<>();
  private RuleActions actions = RuleActions.NONE;

  private World world() {
    Past past = new Past(silences, rules, times, since, 0);
    return new World(
        new World.Setting(
            new IntakePolicy(Duration.ofMinutes(30), Duration.ofDays(7), 1_000),
            FlappingPolicy.USUAL,
            StormPolicy.USUAL,
            Map.of(
                SERVICE, new OwnedService(SERVICE, "s", "", null, true, "Operations", List.of())),
            Map.of(),
            Choosing.NONE),
        new SuppressedAlerts(past.table(), past));
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private void silence(String matcher, int from, int to, Silence.Work... work) {
    silences.add(
        new Silence(
            UUID.randomUUID(),
            1,
            List.of(Matcher.parse(matcher)),
            work.length == 0 ? null : work[0],
            at(from),
            at(to)));
  }

  private void inhibit(Duration patience, int since) {
    UUID id = UUID.randomUUID();
    rules.add(
        new InhibitRule(
            id,
            1,
            "down",
            List.of(Matcher.parse("alertname=Down")),
            List.of(Matcher.parse("alertname=Disk")),
            List.of("node"),
            patience));
    this.since.put(id, at(since));
  }

  private static UUID print(String alert) {
    return UUID.nameUUIDFromBytes(alert.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param alert its name and its node, as {@code Disk/a}
   */
  private Transition change(String alert, TransitionKind kind, int minute) {
    UUID print = print(alert);
    String[] parts = alert.split("/", 2);
    labels.put(print, Labels.of("alertname", parts[0], "node", parts[1]));
    return new Transition(
        print,
        seqs.merge(print, 1, Integer::sum),
        kind,
        Severity.SEV3_MEDIUM,
        SERVICE,
        at(minute),
        at(minute),
        AUTO_RESOLVE,
        alert);
  }

  private Transition fires(String alert, int minute) {
    return change(alert, TransitionKind.OPENED, minute);
  }

  private Transition recovers(String alert, int minute) {
    return change(alert, TransitionKind.RESOLVED, minute);
  }

  private Map<UUID, Joined> apply(World world, int minute, Transition... together) {
    return world.apply(List.of(together), at(minute), this::known);
  }

  private Known known(UUID alert) {
    return new KnownForTest(alert, labels.getOrDefault(alert, Labels.EMPTY), actions);
  }

  private static List<Kind> kinds(World world, String alert) {
    return world.hidden().reasons(print(alert)).stream().map(Reason::kind).toList();
  }

  @Test
  void whatASilenceHidesOpensWhenTheLastOneEnds() {
    silence("node=a", 0, 10);
    silence("alertname=Disk", 5, 20);
    World world = world();
    assertThat(apply(world, 1, fires("Disk/a", 1), fires("Other/b", 1)))
        .containsOnlyKeys(print("Other/b"));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.SILENCE);
    world.through(at(19));
    assertThat(world.opened()).isEqualTo(1);

    apply(world, 25);
    assertThat(world.opened()).isEqualTo(2);
    assertThat(world.telling().openedNow())
        .extracting(life -> life.opened().at())
        .as("when it ended, and not when the next change came")
        .containsExactly(at(20));
    assertThat(world.hidden().episodes().all()).isEqualTo(1);
    assertThat(world.hidden().episodes().by(Kind.SILENCE)).isEqualTo(1);
    apply(world, 26, recovers("Disk/a", 26));
    assertThat(world.resolved()).isEqualTo(1);
  }

  @Test
  void whatRecoversWhileItIsHiddenOpensNothing() {
    silence("node=a", 0, 10);
    World world = world();
    apply(world, 1, fires("Disk/a", 1));
    apply(world, 2, recovers("Disk/a", 2));
    world.through(at(60));
    assertThat(world.opened()).isZero();
    assertThat(world.hidden().nextDue()).as("nothing is remembered").isEqualTo(Instant.MAX);
  }

  @Test
  void workHidesTheServicesThatItNamesAndIsAReasonOfItsOwn() {
    silence("alertname=~\".+\"", 0, 10, new Silence.Work(Set.of(SERVICE), true));
    silence("alertname=~\".+\"", 0, 60, new Silence.Work(Set.of(new UUID(9, 9)), true));
    World world = world();
    apply(world, 1, fires("Disk/a", 1));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.MAINTENANCE);
    world.through(at(10));
    assertThat(world.opened()).isEqualTo(1);
    assertThat(world.hidden().episodes().by(Kind.MAINTENANCE)).isEqualTo(1);
  }

  @Test
  void aRuleHidesItsAlertsInItsMuteTimes() {
    times.add(
        NamedTimes.of(
            UUID.randomUUID(),
            1,
            "Pause",
            List.of(
                new WrittenInterval(
                    List.of(new Hours("10:10", "10:20")),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "UTC"))));
    actions = acting(new RuleTimes(List.of("pause"), List.of()), Duration.ZERO);
    World world = world();
    apply(world, 5, fires("Early/a", 5));
    apply(world, 15, fires("Late/a", 15));
    assertThat(kinds(world, "Early/a")).as("it was told, and is hidden now").hasSize(1);
    assertThat(kinds(world, "Late/a")).containsExactly(Kind.TIME);
    assertThat(world.opened()).isEqualTo(1);
    assertThat(world.hidden().episodes().by(Kind.TIME)).isEqualTo(1);
    world.through(at(20));
    assertThat(world.opened()).isEqualTo(2);
    assertThat(kinds(world, "Early/a")).isEmpty();
  }

  private static RuleActions acting(RuleTimes times, Duration wait) {
    return new RuleActions(
        null, null, List.of(), List.of(), wait, null, null, null, times, Map.of());
  }

  @Test
  void aTargetIsInhibitedWhicheverCameFirstUntilItsSourceEnds() {
    inhibit(Duration.ofMinutes(2), 0);
    World world = world();
    apply(world, 1, fires("Disk/a", 1), fires("Disk/b", 1));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.WAITING);
    assertThat(world.opened()).isZero();
    apply(world, 2, fires("Down/a", 2));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.INHIBITION);
    world.through(at(10));
    assertThat(world.opened()).as("the source, and what nothing inhibits").isEqualTo(2);
    assertThat(world.hidden().episodes().all()).isEqualTo(1);
    apply(world, 11, fires("Disk2/a", 11), fires("Disk/c", 11), fires("Down/c", 11));
    assertThat(kinds(world, "Disk/c")).containsExactly(Kind.INHIBITION);

    apply(world, 20, recovers("Down/a", 20));
    assertThat(kinds(world, "Disk/a")).isEmpty();
    assertThat(world.telling().openedNow()).hasSize(1);
    assertThat(world.hidden().episodes().by(Kind.INHIBITION)).isEqualTo(2);
  }

  @Test
  void aHiddenSourceGoesOnInhibiting() {
    inhibit(Duration.ZERO, 0);
    silence("alertname=Down", 0, 30);
    World world = world();
    apply(world, 1, fires("Down/a", 1));
    apply(world, 2, fires("Disk/a", 2));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.INHIBITION);
    assertThat(world.opened()).isZero();
    world.through(at(30));
    assertThat(world.opened()).isEqualTo(1);
    assertThat(world.hidden().isHidden(print("Disk/a"))).isTrue();
  }

  @Test
  void anInhibitRuleHidesFromWhenItWasMade() {
    inhibit(Duration.ZERO, 10);
    World world = world();
    apply(world, 1, fires("Down/a", 1));
    apply(world, 2, fires("Disk/a", 2));
    assertThat(world.opened()).isEqualTo(2);
    world.through(at(10));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.INHIBITION);
  }

  @Test
  void whatWasHiddenBeforeTheReplayOpensWhenItIsDecidedAnew() {
    silence("node=a", -60, 5);
    World world = world();
    apply(world, 5, change("Disk/a", TransitionKind.RECONSIDERED, 5));
    assertThat(world.opened()).isEqualTo(1);
    apply(world, 6, change("Disk/a", TransitionKind.RECONSIDERED, 6));
    assertThat(world.opened()).as("it is told already").isEqualTo(1);
  }

  @Test
  void whatIsDecidedAnewAndRecoversAtOnceOpensNothing() {
    inhibit(Duration.ofMinutes(9), 0);
    silence("node=a", 0, 5);
    World world = world();
    apply(world, 1, fires("Disk/a", 1));
    apply(world, 5, change("Disk/a", TransitionKind.RECONSIDERED, 5), recovers("Disk/a", 5));
    world.through(at(60));
    assertThat(world.opened()).isZero();
  }

  @Test
  void whatSomethingHidThatIsGoneOpensToo() {
    World world = world();
    apply(world, 5, change("Disk/a", TransitionKind.RECONSIDERED, 5));
    assertThat(world.opened()).isEqualTo(1);
  }

  @Test
  void aSourceThatFiredBeforeTheReplayInhibits() {
    inhibit(Duration.ZERO, -60);
    World world = world();
    Transition down = fires("Down/a", -5);
    world.begin(
        List.of(), List.of(new AlertProgress(print("Down/a"), 1, new UUID(0, 77), true)), Map.of());
    world.beginHiding(List.of(down), this::known, at(0));
    apply(world, 1, fires("Disk/a", 1));
    assertThat(kinds(world, "Disk/a")).containsExactly(Kind.INHIBITION);
  }

  @Test
  void nobodyIsCalledToAnIncidentThatIsHiddenWhileItWaitsForItsGroup() {
    actions = acting(RuleTimes.NONE, Duration.ofMinutes(2));
    silence("node=a", 2, 10);
    World world = world();
    apply(world, 1, fires("Disk/a", 1));
    Life life = world.telling().openedNow().getFirst();
    world.through(at(9));
    assertThat(life.firstTold()).isNull();
    world.through(at(11));
    assertThat(life.firstTold()).isBetween(at(10), at(10).plusSeconds(15));
  }

  @Test
  void aRaiseWhileItIsHiddenCallsNobody() {
    silence("node=a", 2, 10);
    World world = world();
    apply(world, 1, fires("Disk/a", 1));
    Transition same = change("Disk/a", TransitionKind.SEVERITY_CHANGED, 3);
    Transition raised =
        new Transition(
            same.fingerprint(),
            same.seq(),
            same.kind(),
            Severity.SEV1_CRITICAL,
            same.serviceId(),
            same.receivedAt(),
            same.startsAt(),
            same.decision(),
            same.groupKey());
    apply(world, 3, raised);
    assertThat(world.telling().calls().values()).containsExactly(1);
    world.through(at(10));
    assertThat(world.telling().calls())
        .containsEntry(new SimulatedNotifications.Called(SERVICE, Severity.SEV1_CRITICAL, null), 1);
  }
}
