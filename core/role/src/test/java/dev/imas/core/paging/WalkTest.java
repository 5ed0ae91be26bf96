package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.Contact;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationStep.Condition;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.model.Severity;
import dev.imas.core.paging.Firing.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which steps are taken at one moment, and when the next one comes (ONC-11…13, decision M6). */
class WalkTest {

  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration TEN = Duration.ofMinutes(10);
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  /** Three steps, after 0, 5 and 10 minutes, in two rounds half an hour apart. */
  private static final EscalationPolicy POLICY =
      new EscalationPolicy(
          new UUID(0, 1),
          1,
          "shop",
          Optional.empty(),
          Set.of(),
          List.of(),
          true,
          2,
          HALF_HOUR,
          Optional.empty(),
          List.of(after(Duration.ZERO), after(FIVE), after(TEN)));

  @Test
  void aStepThatTellsSomebodyIsFollowedByTheNextAfterItsDelay() {
    Walk walk = walk(Place.FIRST, false, Map.of(0, Kind.TOLD));

    assertThat(places(walk)).containsExactly(0);
    assertThat(walk.next()).isEqualTo(new Walk.Next(new Place(0, 1), FIVE));
    assertThat(walk.foundSomebody()).isTrue();
  }

  @Test
  void aStepThatFindsNobodyIsSkippedAndTheNextIsTakenAtOnce() {
    Walk walk = walk(Place.FIRST, false, Map.of(0, Kind.NOBODY, 1, Kind.TOLD));

    assertThat(places(walk)).containsExactly(0, 1);
    assertThat(walk.telling().orElseThrow().place().step()).isEqualTo(1);
    assertThat(walk.next()).isEqualTo(new Walk.Next(new Place(0, 2), TEN));
  }

  @Test
  void aStepWhoseConditionsDoNotHoldLeavesTheTimesOfTheOthers() {
    Walk walk = walk(new Place(0, 1), true, Map.of(1, Kind.NOT_NOW));

    assertThat(places(walk)).containsExactly(1);
    assertThat(walk.telling()).isEmpty();
    assertThat(walk.next()).isEqualTo(new Walk.Next(new Place(0, 2), TEN));
  }

  @Test
  void theNextRoundBeginsAfterTheRepeatInterval() {
    Walk walk = walk(new Place(0, 2), true, Map.of(2, Kind.TOLD));

    assertThat(walk.next()).isEqualTo(new Walk.Next(new Place(1, 0), HALF_HOUR));
  }

  @Test
  void aLastStepWithoutAnybodyStillLeavesTheNextRoundItsTime() {
    Walk walk = walk(new Place(0, 2), true, Map.of(2, Kind.NOBODY));

    assertThat(places(walk)).containsExactly(2);
    assertThat(walk.next()).isEqualTo(new Walk.Next(new Place(1, 0), HALF_HOUR));
  }

  @Test
  void afterTheLastRoundTheEndWaitsOnceMoreForAnAnswer() {
    Walk walk = walk(new Place(1, 2), true, Map.of(2, Kind.TOLD));

    assertThat(walk.next()).isEqualTo(new Walk.Next(Walk.END, HALF_HOUR));
    assertThat(walk.foundSomebody()).isTrue();
  }

  @Test
  void aRoundThatFindsNobodyEndsThePolicyAtOnce() {
    Walk walk = walk(Place.FIRST, false, Map.of(0, Kind.NOBODY, 1, Kind.NOBODY, 2, Kind.NOBODY));

    assertThat(places(walk)).containsExactly(0, 1, 2);
    assertThat(walk.next()).isEqualTo(new Walk.Next(Walk.END, Duration.ZERO));
    assertThat(walk.foundSomebody()).isFalse();
  }

  @Test
  void whatEarlierRoundsFoundDoesNotCountForThisOne() {
    Walk walk = walk(new Place(1, 0), true, Map.of(0, Kind.NOBODY, 1, Kind.NOBODY, 2, Kind.NOBODY));

    assertThat(walk.next()).isEqualTo(new Walk.Next(Walk.END, Duration.ZERO));
  }

  private static EscalationStep after(Duration delay) {
    return new EscalationStep(
        delay, List.of(new EscalationTarget.Manager(Optional.empty())), Set.of(), Condition.ALWAYS);
  }

  private static Walk walk(Place from, boolean foundBefore, Map<Integer, Kind> kinds) {
    return Walk.from(
        POLICY,
        from,
        foundBefore,
        place -> {
          Kind kind =
              Objects.requireNonNull(
                  kinds.get(place.step()), "step " + place.step() + " is not taken now");
          List<Contact> now =
              kind == Kind.TOLD
                  ? List.of(new Contact(new UUID(1, 1), "sms", "+4912345678", Severity.SEV4_LOW))
                  : List.of();
          return new Firing(place, kind, now, List.of(), List.of(), List.of());
        });
  }

  private static List<Integer> places(Walk walk) {
    return walk.fired().stream().map(firing -> firing.place().step()).toList();
  }
}
