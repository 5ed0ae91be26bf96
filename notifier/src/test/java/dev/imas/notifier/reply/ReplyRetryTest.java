package dev.imas.notifier.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyRetryTest {

  @Test
  void theWaitDoublesUpToHalfAMinute() {
    assertThat(ReplyRetry.after(1, null)).isEqualTo(Duration.ofSeconds(1));
    assertThat(ReplyRetry.after(3, null)).isEqualTo(Duration.ofSeconds(4));
    assertThat(ReplyRetry.after(6, null)).isEqualTo(Duration.ofSeconds(30));
    assertThat(ReplyRetry.after(1_000, null)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatTheVendorAsksForIsRespected() {
    assertThat(ReplyRetry.after(1, Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(3));
    assertThat(ReplyRetry.after(3, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(4));
  }
}
