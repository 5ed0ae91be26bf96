package dev.imas.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.contact.Obstacle;
import dev.imas.core.contact.Reach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationStep.Condition;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.policy.DryRun.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who is told when, while nobody acknowledges (ONC-17). */
class DryRunTest {

  private static final UUID SOMEBODY = new UUID(0, 1);
  private static final Reach.Call CALL =
      new Reach.Call(Duration.ZERO, new UUID(0, 2), "Phone", "sms", "+33612345678", null);
  private static final Finding TELLS =
      found(new Reach(SOMEBODY, "alice", List.of(CALL), List.of()));
  private static final Finding NOBODY = new Finding.Tells(Called.NOBODY);
  private static final Finding UNREACHABLE =
      found(
          new Reach(
              SOMEBODY,
              "alice",
              List.of(),
              Optional.of("has no contact method"),
              Optional.of(Obstacle.NO_CONTACT),
              List.of()));
  private static final Finding NOT_NOW = new Finding.NotNow("at night");

  private static Finding found(Reach alice) {
    StepReceivers.Person person =
        new StepReceivers.Person(
            SOMEBODY,
            "alice",
            true,
            List.of(),
            Set.of(),
            new EscalationTarget.OnCall(Optional.empty(), OptionalInt.empty()));
    return new Finding.Tells(
        new Called(
            new StepReceivers(List.of(person), List.of(), List.of()), Map.of(SOMEBODY, alice)));
  }

  private static Finding channel(String kind) {
    return new Finding.Tells(
        new Called(
            new StepReceivers(
                List.of(),
                List.of(new StepReceivers.Channel(new UUID(0, 3), "Ops", kind, "ops", List.of())),
                List.of()),
            Map.of()));
  }

  /** Found is not reached: nobody waits five minutes for somebody who cannot be called. */
  @Test
  void whoeverIsFoundAndCannotBeCalledIsNobodyAndSoIsTheConsole() {
    for (Finding nobody : List.of(UNREACHABLE, channel("console"))) {
      assertThat(run(policy(1, 0, 5, 10), place -> place.step() == 2 ? TELLS : nobody))
          .isEqualTo("0.0@0 0.1@0 0.2@0 end@30");
      assertThat(
              DryRun.of(policy(1, 0, 5), (place, at) -> place.step() == 1 ? TELLS : NOT_NOW)
                  .firstCall())
          .contains(Duration.ofMinutes(5));
      assertThat(DryRun.of(policy(2, 0, 5), (place, at) -> nobody).firstCall()).isEmpty();
    }
    assertThat(run(policy(1, 0, 5), place -> channel("slack"))).isEqualTo("0.0@0 0.1@5 end@35");
  }

  @Test
  void timesCountFromTheStepBeforeAndFromTheStart() {
    assertThat(run(policy(2, 0, 5, 10), place -> TELLS))
        .isEqualTo("0.0@0 0.1@5 0.2@15 1.0@45 1.1@50 1.2@60 end@90");
  }

  /** What would come when somebody takes it on comes no more; what comes at once always comes. */
  @Test
  void stepsEndWithTheIncident() {
    List<Duration> asked = new ArrayList<>();
    DryRun cut =
        DryRun.of(
            policy(2, 0, 5, 10),
            Duration.ofMinutes(15),
            (place, at) -> {
              asked.add(at);
              return TELLS;
            });
    assertThat(cut.steps()).extracting(DryRun.Step::fromStart).isEqualTo(asked);
    assertThat(asked).containsExactly(Duration.ZERO, Duration.ofMinutes(5));
    assertThat(cut.end()).isGreaterThanOrEqualTo(Duration.ofMinutes(15));
    assertThat(DryRun.of(policy(1, 0, 0, 10), Duration.ZERO, (place, at) -> TELLS).steps())
        .hasSize(2);
  }

  @Test
  void stepThatFindsNobodyIsFollowedByTheNextAtOnce() {
    assertThat(run(policy(1, 0, 5, 10), place -> place.step() == 0 ? NOBODY : TELLS))
        .isEqualTo("0.0@0 0.1@0 0.2@10 end@40");
  }

  @Test
  void stepWhoseConditionsDoNotHoldOnlyTakesItsTime() {
    assertThat(run(policy(1, 0, 5, 10), place -> place.step() == 1 ? NOT_NOW : TELLS))
        .isEqualTo("0.0@0 0.1@5 0.2@15 end@45");
  }

  @Test
  void roundsKeepTheirDistanceThoughTheLastStepFindsNobody() {
    assertThat(run(policy(2, 0, 5), place -> place.step() == 1 ? NOBODY : TELLS))
        .isEqualTo("0.0@0 0.1@5 1.0@35 1.1@40 end@70");
  }

  @Test
  void afterARoundThatFoundNobodyTheFallbackIsToldAtOnce() {
    assertThat(run(policy(3, 0, 5), place -> NOBODY)).isEqualTo("0.0@0 0.1@0 end@0");
  }

  @Test
  void theReferenceLadderTellsAfterFiveFifteenThirtyAndSixtyMinutes() {
    EscalationPolicy ladder = ReferenceLadder.policy(SOMEBODY, 1);

    assertThat(run(ladder, place -> TELLS)).startsWith("0.0@0 0.1@5 0.2@15 0.3@30 0.4@60 1.0@90");
    assertThat(PolicyWarnings.of(ladder, channel -> true)).isEmpty();
  }

  private static String run(EscalationPolicy policy, Function<Place, Finding> find) {
    DryRun run = DryRun.of(policy, (place, at) -> find.apply(place));
    StringBuilder text = new StringBuilder();
    run.steps()
        .forEach(
            step ->
                text.append(step.place().round())
                    .append('.')
                    .append(step.place().step())
                    .append('@')
                    .append(step.fromStart().toMinutes())
                    .append(' '));
    return text + "end@" + run.end().toMinutes();
  }

  private static EscalationPolicy policy(int rounds, int... minutes) {
    return new EscalationPolicy(
        SOMEBODY,
        1,
        "x",
        Optional.empty(),
        Set.of(),
        List.of(),
        true,
        rounds,
        Duration.ofMinutes(30),
        Optional.empty(),
        Arrays.stream(minutes)
            .mapToObj(
                after ->
                    new EscalationStep(
                        Duration.ofMinutes(after),
                        List.of(new EscalationTarget.User(SOMEBODY)),
                        Set.of(),
                        Condition.ALWAYS))
            .toList());
  }
}
