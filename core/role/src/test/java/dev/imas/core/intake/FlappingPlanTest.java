package dev.imas.core.intake;

import static dev.imas.core.intake.PlannedWorld.T0;
import static dev.imas.core.intake.PlannedWorld.entries;
import static dev.imas.core.intake.PlannedWorld.grown;
import static dev.imas.core.intake.PlannedWorld.pages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.intake.PlannedWorld.Event;
import dev.imas.core.model.TransitionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What plans do with incidents that come back again and again. */
class FlappingPlanTest {

  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(1, 2);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final FlappingPolicy POLICY =
      new FlappingPolicy(true, 3, HOUR, Duration.ofMinutes(15));

  private final PlannedWorld world = new PlannedWorld();
  private int seq;

  FlappingPlanTest() {
    world.flappingPolicy = POLICY;
  }

  @Test
  void theReturnThatBeginsItIsToldAndNoneAfterIt() {
    fires();
    assertThat(events(recovers())).containsExactly(IncidentEvent.RESOLVED);
    assertThat(events(fires())).containsExactly(IncidentEvent.REOPENED);
    recovers();
    assertThat(events(fires())).containsExactly(IncidentEvent.REOPENED);
    recovers();
    IntakePlan begins = fires();
    assertThat(events(begins)).containsExactly(IncidentEvent.REOPENED);
    assertThat(entries(begins))
        .extracting(TimelineEntry::message)
        .anyMatch(message -> message.startsWith("Flapping: it came back 3 times within 1 h"));

    IntakePlan calm = recovers();
    assertThat(pages(calm)).isEmpty();
    assertThat(calm.flapping())
        .extracting(FlappingChange::holdDown)
        .containsExactly(POLICY.holdDown());
    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    IntakePlan again = fires();
    assertThat(pages(again)).isEmpty();
    assertThat(again.flapping()).extracting(FlappingChange::holdDown).containsOnlyNulls();
    assertThat(world.only().counts().firing()).isEqualTo(1);
  }

  @Test
  void whoAcknowledgedStaysAtIt() {
    flaps();
    world.change(i -> i.acknowledge(Author.program("somebody"), world.now, null));
    recovers();
    fires();
    assertThat(world.only().status()).isEqualTo(IncidentStatus.ACKNOWLEDGED);
  }

  @Test
  void whatWasMitigatedIsToldWhenItFires() {
    flaps();
    recovers();
    world.change(i -> i.mitigate(Author.program("somebody"), world.now, null));
    assertThat(events(fires())).containsExactly(IncidentEvent.REFIRED);
  }

  @Test
  void anAlertThatIsNewThereIsToldAsGrowth() {
    flaps();
    recovers();
    IntakePlan plan =
        world.apply(new Event(B, 1, TransitionKind.OPENED, "g", 2, true).at(world.now));
    assertThat(pages(plan)).isEmpty();
    assertThat(grown(plan)).containsExactly(world.only().id());
  }

  @Test
  void oneThatMayNotResolveByItselfFlapsToo() {
    apply(TransitionKind.OPENED, false);
    for (int i = 0; i < 3; i++) {
      recovers();
      assertThat(events(apply(TransitionKind.REOPENED, false)))
          .containsExactly(IncidentEvent.REFIRED);
    }
    recovers();
    assertThat(pages(apply(TransitionKind.REOPENED, false))).isEmpty();
    IntakePlan calm = recovers();
    assertThat(calm.flapping()).as("nothing ends it by itself").isEmpty();
  }

  @Test
  void mostPlansAskNothingOfIt() {
    fires();
    assertThat(recovers().flapping()).isEmpty();
  }

  /** Whatever an alert does, it fires in an open incident, and people are called a few times. */
  @Test
  void neverDeafAndNeverLoud() {
    Random random = new Random(15);
    for (int round = 0; round < 200; round++) {
      PlannedWorld own = new PlannedWorld();
      own.flappingPolicy = POLICY;
      Deque<Instant> calls = new ArrayDeque<>();
      boolean fires = false;
      for (int n = 1; n <= 120; n++) {
        own.now =
            own.now.plus(
                Duration.ofSeconds(1 + random.nextInt(random.nextInt(9) == 0 ? 3_000 : 300)));
        fires = !fires;
        TransitionKind kind =
            fires
                ? n == 1 ? TransitionKind.OPENED : TransitionKind.REOPENED
                : TransitionKind.RESOLVED;
        IntakePlan plan = own.apply(new Event(A, n, kind, "g", 2, true).at(own.now));
        Instant now = own.now;
        pages(plan).stream().filter(page -> page.event().calls()).forEach(page -> calls.add(now));
        while (calls.peekFirst() != null && calls.peekFirst().isBefore(now.minus(HOUR))) {
          calls.removeFirst();
        }
        assertThat(calls.size())
            .as("calls within an hour")
            .isLessThanOrEqualTo(1 + 2 * POLICY.returns());
        if (fires) {
          assertThat(own.incidents.values())
              .filteredOn(i -> i.status().isOpen() && i.counts().firing() == 1)
              .hasSize(1);
        }
      }
    }
  }

  private void flaps() {
    fires();
    for (int i = 0; i < POLICY.returns(); i++) {
      recovers();
      fires();
    }
  }

  private IntakePlan fires() {
    return apply(seq == 0 ? TransitionKind.OPENED : TransitionKind.REOPENED, true);
  }

  private IntakePlan recovers() {
    return apply(TransitionKind.RESOLVED, true);
  }

  private IntakePlan apply(TransitionKind kind, boolean autoResolve) {
    world.now = T0.plus(Duration.ofMinutes(seq));
    return world.apply(new Event(A, ++seq, kind, "g", 2, autoResolve).at(world.now));
  }

  private static List<IncidentEvent> events(IntakePlan plan) {
    return pages(plan).stream().map(page -> page.event()).toList();
  }
}
