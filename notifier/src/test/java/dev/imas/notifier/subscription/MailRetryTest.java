package dev.imas.notifier.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.subscription.MailRetry.End;
import dev.imas.notifier.subscription.MailRetry.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailRetryTest {

  private static final Instant TOLD = Instant.parse("2026-01-02T03:04:05Z");

  private static Verdict after(Outcome outcome, Duration age, int attempt, int failures) {
    StatusMail mail =
        new StatusMail(
            new TenantId(new UUID(1, 2)),
            new UUID(3, 4),
            new UUID(5, 6),
            "ada@example.org",
            "en",
            "{}",
            "https://status.example.org",
            TOLD,
            attempt,
            failures);
    return MailRetry.of(outcome, mail, TOLD.plus(age), 0.5);
  }

  @Test
  void whatTheReceiversServerRefusesEndsThatMailAlone() {
    Verdict verdict = after(new Outcome.Refused("SMTP 550", 550), Duration.ZERO, 1, 0);

    assertThat(verdict.end()).isEqualTo(End.REFUSED);
    assertThat(verdict.rest()).isNull();
  }

  @Test
  void withoutAMailServerAllMailsOfTheTenantRest() {
    Verdict verdict = after(Outcome.Refused.because("no provider"), Duration.ZERO, 1, 0);

    assertThat(verdict.end()).isEqualTo(End.AGAIN);
    assertThat(verdict.rest()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"0, PT10S", "1, PT20S", "3, PT1M20S", "20, PT15M"})
  void theRestGrowsWithTheFailuresOfTheServer(int failures, Duration rest) {
    Verdict verdict = after(Outcome.Retry.because("no answer"), Duration.ZERO, 1, failures);

    assertThat(verdict.rest()).isEqualTo(rest);
    assertThat(verdict.pause()).isEqualTo(rest);
  }

  @ParameterizedTest
  @CsvSource({"450, 1, PT10S", "451, 3, PT40S", "452, 30, PT15M"})
  void whatIsPutOffDelaysThatMailAlone(int status, int attempt, Duration pause) {
    Verdict verdict = after(Outcome.Retry.notTaken("x", status, null), Duration.ZERO, attempt, 7);

    assertThat(verdict.end()).isEqualTo(End.AGAIN);
    assertThat(verdict.pause()).isEqualTo(pause);
    assertThat(verdict.rest()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"421", "535"})
  void aServerThatHasNoTimeOrRefusesTheLogInFailsForAll(int status) {
    assertThat(after(Outcome.Retry.notTaken("x", status, null), Duration.ZERO, 1, 0).rest())
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"PT23H59M, AGAIN", "PT24H, GIVEN_UP"})
  void aMailIsTriedForADay(Duration age, End end) {
    assertThat(after(Outcome.Retry.because("no answer"), age, 9, 9).end()).isEqualTo(end);
  }
}
