package dev.imas.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(15), 5, 10, 3);
  private static final Outcome FAILED = Outcome.Retry.because("no answer");
  private static final double MIDDLE = 0.5;

  private static Duration delay(NextStep step) {
    assertThat(step).isInstanceOf(NextStep.Again.class);
    return ((NextStep.Again) step).delay();
  }

  private static Duration asked(Duration retryAfter) {
    return delay(
        POLICY.after(
            new Outcome.Retry("HTTP 429", 429, retryAfter), 1, Severity.SEV3_MEDIUM, MIDDLE));
  }

  @Test
  void waitsDoubleFromThirtySeconds() {
    long[] seconds = {30, 60, 120, 240, 480};
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(delay(POLICY.after(FAILED, attempt, Severity.SEV2_HIGH, MIDDLE)))
          .isEqualTo(Duration.ofSeconds(seconds[attempt - 1]));
    }
  }

  @Test
  void givesUpAfterFiveRetries() {
    assertThat(POLICY.after(FAILED, 6, Severity.SEV2_HIGH, MIDDLE))
        .isEqualTo(new NextStep.GiveUp("no answer (gave up after 6 attempts)"));
  }

  @Test
  void theMostSevereGetsTenRetriesUnderACeiling() {
    assertThat(delay(POLICY.after(FAILED, 10, Severity.SEV1_CRITICAL, MIDDLE)))
        .isEqualTo(Duration.ofMinutes(15));
    assertThat(POLICY.after(FAILED, 11, Severity.SEV1_CRITICAL, MIDDLE))
        .isInstanceOf(NextStep.GiveUp.class);
  }

  @Test
  void aReplayedDeadLetterGetsANewSeries() {
    assertThat(delay(POLICY.after(FAILED, 7, Severity.SEV2_HIGH, MIDDLE)))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(POLICY.after(FAILED, 12, Severity.SEV2_HIGH, MIDDLE))
        .isInstanceOf(NextStep.GiveUp.class);
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    assertThat(
            POLICY.after(new Outcome.Refused("HTTP 400", 400), 1, Severity.SEV1_CRITICAL, MIDDLE))
        .isEqualTo(new NextStep.GiveUp("HTTP 400"));
  }

  @Test
  void whatOthersMayMendIsTriedForSomeMinutesWhateverTheSeverity() {
    Outcome missing = new Outcome.MayHeal("HTTP 404", 404);
    long[] seconds = {30, 60, 120};
    for (int attempt = 1; attempt <= 3; attempt++) {
      for (Severity severity : Severity.values()) {
        assertThat(delay(POLICY.after(missing, attempt, severity, MIDDLE)))
            .isEqualTo(Duration.ofSeconds(seconds[attempt - 1]));
      }
    }
    assertThat(POLICY.after(missing, 4, Severity.SEV1_CRITICAL, MIDDLE))
        .isEqualTo(new NextStep.GiveUp("HTTP 404 (gave up after 4 attempts)"));
    assertThat(POLICY.after(missing, 6, Severity.SEV1_CRITICAL, MIDDLE))
        .as("after other failures have used up the tries")
        .isInstanceOf(NextStep.GiveUp.class);
  }

  @Test
  void aPolicyWithoutRetriesHasNoneForAnything() {
    RetryPolicy once = new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(15), 0, 0, 3);
    assertThat(once.after(FAILED, 1, Severity.SEV2_HIGH, MIDDLE))
        .isEqualTo(new NextStep.GiveUp("no answer"));
    assertThat(once.after(new Outcome.MayHeal("HTTP 302", 302), 1, Severity.SEV2_HIGH, MIDDLE))
        .isEqualTo(new NextStep.GiveUp("HTTP 302"));
  }

  @Test
  void acceptanceEndsIt() {
    assertThat(POLICY.after(new Outcome.Accepted("m-1", 202), 3, Severity.SEV4_LOW, MIDDLE))
        .isEqualTo(new NextStep.Done("m-1"));
  }

  @Test
  void theProviderIsWaitedForWithinReason() {
    assertThat(asked(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
    assertThat(asked(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(30));
    assertThat(asked(Duration.ofDays(30))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void theHorizonIsTheSumOfAllWaits() {
    assertThat(POLICY.horizon(Severity.SEV2_HIGH)).isEqualTo(Duration.ofSeconds(930));
    assertThat(POLICY.horizon(Severity.SEV1_CRITICAL)).isEqualTo(Duration.ofSeconds(930 + 5 * 900));
  }

  @Test
  void jitterStaysWithinAFifth() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      Duration delay = delay(POLICY.after(FAILED, 1, Severity.SEV2_HIGH, random.nextDouble()));
      assertThat(delay).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
    }
  }

  @Test
  void aReceiverThatAsksForAnHourIsWaitedForAMinuteByASev1() {
    Outcome asked = new Outcome.Retry("busy", 429, Duration.ofHours(3));
    RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(15), 5, 10, 3);
    assertThat(policy.after(asked, 1, Severity.SEV1_CRITICAL, 0.5))
        .isEqualTo(new NextStep.Again(Duration.ofSeconds(60), "busy"));
    assertThat(policy.after(asked, 1, Severity.SEV2_HIGH, 0.5))
        .isEqualTo(new NextStep.Again(Duration.ofHours(1), "busy"));
  }
}
