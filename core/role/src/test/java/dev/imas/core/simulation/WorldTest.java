package dev.imas.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.intake.Transition;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.paging.PastEscalations.Kind;
import dev.imas.core.paging.PastEscalations.Receiver;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.rule.TitleTemplate;
import dev.imas.core.storm.StormPolicy;
import dev.imas.core.suppressed.PastSuppressionRepository.Past;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incidents in memory, as intake would make them. */
class WorldTest {

  private static final UUID SERVICE = new UUID(1, 1);
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final int AUTO_RESOLVE = 1 << 7;

  private final Map<UUID, Integer> seqs = new HashMap<>();
  private RuleActions actions = RuleActions.NONE;
  private World world = world(1_000);

  private static World world(int newIncidents) {
    return world(newIncidents, StormPolicy.USUAL);
  }

  private static World world(int newIncidents, StormPolicy storms) {
    return new World(
        new World.Setting(
            new IntakePolicy(Duration.ofMinutes(30), Duration.ofDays(7), newIncidents),
            FlappingPolicy.USUAL,
            storms,
            Map.of(
                SERVICE, new OwnedService(SERVICE, "s", "", null, true, "Operations", List.of())),
            Map.of(),
            Choosing.NONE),
        new SuppressedAlerts(Past.NOTHING.table(), Past.NOTHING));
  }

  private static UUID alert(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private Transition change(
      String name, TransitionKind kind, Severity severity, String group, Duration after) {
    UUID fingerprint = alert(name);
    return new Transition(
        fingerprint,
        seqs.merge(fingerprint, 1, Integer::sum),
        kind,
        severity,
        SERVICE,
        START.plus(after),
        START.plus(after),
        AUTO_RESOLVE,
        group);
  }

  private Map<UUID, Joined> apply(Duration after, Transition... together) {
    return world.apply(List.of(together), START.plus(after), this::facts);
  }

  /** All are routed by the same rules. */
  private Known facts(UUID fingerprint) {
    return new KnownForTest(fingerprint, Labels.EMPTY, actions);
  }

  private static RuleActions actions(String title, Duration wait, @Nullable Duration interval) {
    return new RuleActions(
        TitleTemplate.compile(title),
        null,
        List.of(),
        List.of(),
        wait,
        interval,
        null,
        null,
        RuleTimes.NONE,
        Map.of());
  }

  @Test
  void theFirstWordWaitsForItsGroupAndIsSaidOfWhatStillFires() {
    actions = actions("{{name}} waits", Duration.ofSeconds(30), null);
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g", now), fires("b", "h", now));
    Life first =
        world.telling().openedNow().stream()
            .filter(life -> life.opened().groupKey().equals("g"))
            .findFirst()
            .orElseThrow();
    assertThat(first.opened().title()).isEqualTo("name waits");
    assertThat(first.opened().groupWait()).isEqualTo(Duration.ofSeconds(30));
    assertThat(first.firstTold()).isNull();
    Duration soon = Duration.ofSeconds(10);
    apply(soon, recovers("b", "h", soon));
    world.through(START.plusSeconds(31));
    assertThat(first.firstTold()).isEqualTo(START.plusSeconds(30));
    assertThat(world.telling().calls().values()).containsExactly(1);
  }

  @Test
  void peopleAreToldOfWhatJoinsOnceAnInterval() {
    actions = actions("t", Duration.ZERO, Duration.ofMinutes(5));
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g", now));
    Duration soon = Duration.ofMinutes(1);
    apply(soon, fires("b", "g", soon), fires("c", "g", soon));
    world.through(START.plus(Duration.ofMinutes(4)));
    assertThat(world.telling().toldAgain()).isZero();
    world.through(START.plus(Duration.ofMinutes(5)));
    assertThat(world.telling().toldAgain()).isEqualTo(1);
    Duration later = Duration.ofMinutes(6);
    apply(later, fires("d", "g", later));
    world.through(START.plus(Duration.ofMinutes(10)));
    assertThat(world.telling().toldAgain()).isEqualTo(2);
  }

  /** Nobody acknowledges, so an escalation goes on until its incident ends or calls anew. */
  @Test
  void escalationsEndWithTheirIncidentsOrWhenTheyCallAnew() {
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g", now));
    Duration worse = Duration.ofMinutes(10);
    apply(worse, change("b", TransitionKind.OPENED, Severity.SEV1_CRITICAL, "g", worse));
    Runs runs = world.telling().runs();
    assertThat(runs.over())
        .extracting(run -> run.about().severity(), ReplayedEscalation::end)
        .containsExactly(tuple(Severity.SEV3_MEDIUM, START.plus(worse)));
    Duration end = Duration.ofMinutes(25);
    apply(end, recovers("a", "g", end), recovers("b", "g", end));
    assertThat(runs.over())
        .extracting(
            run -> run.about().severity(), ReplayedEscalation::start, ReplayedEscalation::end)
        .last()
        .isEqualTo(tuple(Severity.SEV1_CRITICAL, START.plus(worse), START.plus(end)));
    world.through(START.plus(Duration.ofHours(2)));
    assertThat(runs.past()).hasSize(1);
    runs.clear();
    runs.endAll(START.plus(Duration.ofHours(2)));
    assertThat(runs.over()).isEmpty();
  }

  @Test
  void whatOneWorldTellsOthersIsKeptInTheOrderInWhichItIsOpened() {
    Audiences audiences = new Audiences(2);
    List<Life> lives = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Duration now = Duration.ofMinutes(i);
      apply(now, fires("a" + i, "g" + i, now));
      lives.add(world.telling().openedNow().getFirst());
    }
    Receiver one = new Receiver(Kind.PERSON, new UUID(0, 1));
    Receiver other = new Receiver(Kind.CHANNEL, new UUID(0, 2));
    for (Life life : lives) {
      life.audience().hear(one, START);
      life.audience().hear(other, START);
      audiences.pair(life, null);
    }
    Audience same = new Audience();
    same.hear(other, START);
    same.hear(one, START);
    assertThat(same.isLike(lives.getFirst().audience())).isTrue();
    same.hear(one, START.plusSeconds(1));
    assertThat(same.isLike(lives.getFirst().audience())).isFalse();
    audiences.over(lives.get(3));
    audiences.over(lives.get(1));
    assertThat(audiences.differing())
        .extracting(Audiences.Pair::was)
        .containsExactly(lives.get(1), lives.get(3));
    audiences.finish();
    assertThat(audiences.differing())
        .extracting(Audiences.Pair::was)
        .containsExactly(lives.get(0), lives.get(1));
    assertThat(audiences.otherwise()).isEqualTo(4);
  }

  @Test
  void aStormHoldsWhatComesAfterTheFirstOnesUntilItIsCalm() {
    world = world(1_000, new StormPolicy(true, 2, 1, Duration.ofMinutes(2)));
    Duration now = Duration.ZERO;
    apply(now, fires("a", "1", now), fires("b", "2", now), fires("c", "3", now));
    apply(now, fires("d", "4", now));
    assertThat(world.opened()).isEqualTo(4);
    assertThat(world.telling().umbrellas()).isEqualTo(1);
    assertThat(world.telling().held()).isEqualTo(2);
    assertThat(world.telling().calls().values()).as("two, and the umbrella").containsExactly(3);
    assertThat(world.telling().openedNow().getFirst().opened().isHeld()).isTrue();
    assertThat(world.telling().runs().over()).isEmpty();

    Duration calm = Duration.ofMinutes(4);
    apply(calm, recovers("c", "3", calm), recovers("d", "4", calm));
    apply(calm, fires("e", "5", calm));
    assertThat(world.telling().held()).as("it is over").isEqualTo(2);
    assertThat(world.telling().runs().over()).as("the umbrella's").hasSize(1);
    assertThat(world.telling().calls().values()).containsExactly(4);
  }

  private Transition fires(String name, String group, Duration after) {
    return change(name, TransitionKind.OPENED, Severity.SEV3_MEDIUM, group, after);
  }

  private Transition recovers(String name, String group, Duration after) {
    return change(name, TransitionKind.RESOLVED, Severity.SEV3_MEDIUM, group, after);
  }

  @Test
  void alertsOfAGroupJoinItsIncidentAndEndIt() {
    Duration now = Duration.ZERO;
    assertThat(apply(now, fires("a", "g", now))).containsEntry(alert("a"), Joined.OPENED);
    assertThat(apply(now, fires("b", "g", now))).containsEntry(alert("b"), Joined.JOINED);
    apply(now, recovers("a", "g", now));
    assertThat(world.resolved()).isZero();
    apply(now, recovers("b", "g", now));
    assertThat(world.resolved()).isEqualTo(1);
    assertThat(world.opened()).isEqualTo(1);
  }

  @Test
  void anIncidentIsReopenedWithinTheWindowAndFollowedAfterIt() {
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g", now));
    apply(now, recovers("a", "g", now));
    Duration soon = Duration.ofMinutes(29);
    assertThat(apply(soon, fires("a", "g", soon))).containsEntry(alert("a"), Joined.REOPENED);
    apply(soon, recovers("a", "g", soon));
    Duration late = soon.plusMinutes(30);
    assertThat(apply(late, fires("a", "g", late))).containsEntry(alert("a"), Joined.OPENED);
    assertThat(world.opened()).isEqualTo(2);
    assertThat(world.reopened()).isEqualTo(1);
  }

  @Test
  void aRecoveryGoesToTheIncidentThatItsAlertOpenedWhateverItsGroupIsNow() {
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g", now));
    apply(now, recovers("a", "another", now));
    assertThat(world.resolved()).isEqualTo(1);
  }

  @Test
  void newGroupsBeyondTheRateAreGatheredUntilAMinuteHasPassed() {
    world = world(2);
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g1", now));
    apply(now, fires("b", "g2", now));
    assertThat(apply(now, fires("c", "g3", now))).containsEntry(alert("c"), Joined.GATHERED);
    assertThat(apply(now, fires("d", "g4", now))).containsEntry(alert("d"), Joined.GATHERED);
    assertThat(world.opened()).isEqualTo(3);
    Duration later = Duration.ofSeconds(61);
    assertThat(apply(later, fires("e", "g5", later))).containsEntry(alert("e"), Joined.OPENED);
  }

  @Test
  void aMoreSevereAlertCallsAgain() {
    Duration now = Duration.ZERO;
    apply(now, fires("a", "g", now));
    apply(now, change("b", TransitionKind.OPENED, Severity.SEV1_CRITICAL, "g", now));
    assertThat(world.telling().calls())
        .containsEntry(new SimulatedNotifications.Called(SERVICE, Severity.SEV3_MEDIUM, null), 1)
        .containsEntry(new SimulatedNotifications.Called(SERVICE, Severity.SEV1_CRITICAL, null), 1);
  }

  @Test
  void whatComesAndGoesEndsWhenItIsCalm() {
    for (int i = 0; i < 30; i++) {
      Duration now = Duration.ofMinutes(i);
      apply(now, i % 2 == 0 ? fires("a", "g", now) : recovers("a", "g", now));
    }
    assertThat(world.reopened()).as("each return until it flaps").isEqualTo(4);
    assertThat(world.resolved()).isEqualTo(4);
    assertThat(world.telling().calls())
        .containsEntry(new SimulatedNotifications.Called(SERVICE, Severity.SEV3_MEDIUM, null), 5);

    world.through(START.plus(Duration.ofMinutes(29 + 14)));
    assertThat(world.resolved()).isEqualTo(4);
    world.through(START.plus(Duration.ofMinutes(29 + 15)));
    assertThat(world.resolved()).isEqualTo(5);
  }

  /** A year of one alert that comes and goes leaves no more behind than a day of it. */
  @Test
  void whatIsOverIsForgotten() {
    for (int i = 0; i < World.MOST_INCIDENTS + 10; i++) {
      Duration now = Duration.ofHours(i);
      apply(now, fires("a" + i % 7, "g" + i % 7, now));
      apply(now, recovers("a" + i % 7, "g" + i % 7, now));
    }
    assertThat(world.opened()).isEqualTo(World.MOST_INCIDENTS + 10);
  }
}
