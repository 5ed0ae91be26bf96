package dev.imas.notifier.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CardRetryTest {

  private static final Outcome BROKEN = new Outcome.Retry("HTTP 503", 503, null);

  private static Outcome limited(Duration wait) {
    return Outcome.Retry.notTaken("HTTP 429", 429, wait);
  }

  @Test
  void theWaitDoublesUpToFiveMinutes() {
    assertThat(CardRetry.after(BROKEN, 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(CardRetry.after(BROKEN, 1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(CardRetry.after(BROKEN, 10)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theVendorsOwnWaitIsKeptUpToAnHour() {
    assertThat(CardRetry.after(limited(Duration.ofSeconds(17)), 0))
        .isEqualTo(Duration.ofSeconds(17));
    assertThat(CardRetry.after(limited(Duration.ofSeconds(1)), 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(CardRetry.after(limited(Duration.ofDays(1)), 0)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void afterTheLastTryOrARefusalOnlyANewerStateIsTried() {
    assertThat(CardRetry.after(BROKEN, CardRetry.MOST - 2)).isNotNull();
    assertThat(CardRetry.after(BROKEN, CardRetry.MOST - 1)).isNull();
    assertThat(CardRetry.after(new Outcome.MayHeal("HTTP 404", 404), 0)).isNotNull();
    assertThat(CardRetry.after(Outcome.Refused.because("token_revoked"), 0)).isNull();
  }

  @Test
  void whatWasNotTriedForLackOfRoomIsTriedWhenThereIsRoom() {
    assertThat(CardRetry.after(new Outcome.Deferred(Duration.ofSeconds(1)), CardRetry.MOST))
        .isEqualTo(Duration.ofSeconds(1));
  }
}
