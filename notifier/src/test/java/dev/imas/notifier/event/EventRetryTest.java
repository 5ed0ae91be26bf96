package dev.imas.notifier.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.event.EventRetry.Status;
import dev.imas.notifier.event.EventRetry.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventRetryTest {

  private static final Instant QUEUED = Instant.parse("2026-01-02T03:04:05Z");

  private static EventPost post(int attempt, int failures) {
    return new EventPost(
        new TenantId(UUID.randomUUID()),
        UUID.randomUUID(),
        "incident.created",
        UUID.randomUUID(),
        "{}",
        attempt,
        "http://x.example",
        new byte[0],
        QUEUED,
        failures);
  }

  private static Verdict after(Outcome outcome, int attempt, int failures, Duration age) {
    return EventRetry.of(outcome, post(attempt, failures), QUEUED.plus(age), 0.5);
  }

  @Test
  void aSubscriptionRestsLongerWithEachFailureUpToAQuarterOfAnHour() {
    assertThat(after(Outcome.Retry.because("x"), 1, 0, Duration.ZERO).rest())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(after(Outcome.Retry.because("x"), 1, 3, Duration.ZERO).rest())
        .isEqualTo(Duration.ofSeconds(80));
    assertThat(after(Outcome.Retry.because("x"), 1, 300, Duration.ZERO).rest())
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void anEventThatFailsAloneWaitsLongerThanItsSubscriptionRests() {
    Verdict verdict = after(Outcome.Retry.because("x"), 5, 0, Duration.ZERO);
    assertThat(verdict.rest()).isEqualTo(Duration.ofSeconds(10));
    assertThat(verdict.pause()).isEqualTo(Duration.ofSeconds(160));
    assertThat(verdict.status()).isEqualTo(Status.PENDING);
  }

  @Test
  void whatTheSubscriberAsksForIsGrantedUpToAnHour() {
    Outcome busy = new Outcome.Retry("HTTP 429", 429, Duration.ofMinutes(20));
    assertThat(after(busy, 1, 0, Duration.ZERO).rest()).isEqualTo(Duration.ofMinutes(20));
    Outcome greedy = new Outcome.Retry("HTTP 429", 429, Duration.ofDays(2));
    assertThat(after(greedy, 1, 0, Duration.ZERO).rest()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void anEventIsTriedForADayAndARefusedOneNotAgain() {
    Duration almost = Duration.ofHours(24).minusSeconds(1);
    assertThat(after(new Outcome.MayHeal("HTTP 404", 404), 90, 90, almost).status())
        .isEqualTo(Status.PENDING);
    assertThat(after(new Outcome.MayHeal("HTTP 404", 404), 90, 90, Duration.ofHours(24)).status())
        .isEqualTo(Status.DEAD);
    Verdict refused = after(new Outcome.Refused("HTTP 400", 400), 1, 0, Duration.ZERO);
    assertThat(refused.status()).isEqualTo(Status.DEAD);
    assertThat(refused.rest()).as("the next one may be right").isNull();
  }
}
