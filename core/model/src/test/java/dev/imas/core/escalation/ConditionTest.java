package dev.imas.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.escalation.EscalationStep.Condition;
import dev.imas.core.escalation.EscalationStep.Hours;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Window;
import dev.imas.core.rule.Matcher;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a step applies (ONC-09, conditions), and what it says when not. */
class ConditionTest {

  private static final Instant FRIDAY_23H_IN_PARIS = Instant.parse("2026-07-03T21:00:00Z");
  private static final Labels PROD = Labels.of("env", "prod");

  private final Condition condition =
      new Condition(
          Set.of(Severity.SEV1_CRITICAL, Severity.SEV2_HIGH),
          Optional.of(
              new Hours(
                  ZoneId.of("Europe/Paris"),
                  List.of(
                      new Window(
                          Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), Duration.ofHours(8))))),
          List.of(Matcher.parse("env=\"prod\"")));

  @Test
  void stepAppliesWhenSeverityHoursAndLabelsFit() {
    assertThat(condition.refusal(Severity.SEV2_HIGH, PROD, FRIDAY_23H_IN_PARIS)).isEmpty();
    assertThat(
            condition.refusal(
                Severity.SEV2_HIGH, PROD, FRIDAY_23H_IN_PARIS.plus(Duration.ofHours(6))))
        .as("Saturday at 05:00 belongs to Friday's hours")
        .isEmpty();
  }

  @Test
  void eachPartThatDoesNotFitIsNamed() {
    assertThat(condition.refusal(Severity.SEV3_MEDIUM, PROD, FRIDAY_23H_IN_PARIS))
        .contains("the step is only for SEV1_CRITICAL, SEV2_HIGH");
    assertThat(
            condition.refusal(
                Severity.SEV1_CRITICAL, PROD, FRIDAY_23H_IN_PARIS.plus(Duration.ofHours(7))))
        .contains("it is not within the step's hours, in Europe/Paris");
    assertThat(condition.refusal(Severity.SEV1_CRITICAL, Labels.EMPTY, FRIDAY_23H_IN_PARIS))
        .contains("the alert's labels do not fit env=\"prod\"");
  }

  @Test
  void stepWithoutConditionsAlwaysApplies() {
    assertThat(Condition.ALWAYS.refusal(Severity.SEV4_LOW, Labels.EMPTY, Instant.EPOCH)).isEmpty();
  }
}
