package dev.imas.notifier.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.channel.RoomEnd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoomRetryTest {

  private static final Instant ASKED = Instant.parse("2026-01-02T03:04:05Z");

  private final RoomRetry retry = new RoomRetry(Duration.ofSeconds(5));

  private static RoomEnd.Later tried() {
    return new RoomEnd.Later("HTTP 500", null, true, false);
  }

  private RoomRetry.Next after(RoomEnd.Later later, int attempt) {
    return retry.after(later, attempt, ASKED, ASKED.plusSeconds(60));
  }

  @Test
  void waitsDoubleUpToAQuarterOfAnHour() {
    assertThat(after(tried(), 1)).isEqualTo(new RoomRetry.Next.Again(Duration.ofSeconds(5), true));
    assertThat(after(tried(), 3)).isEqualTo(new RoomRetry.Next.Again(Duration.ofSeconds(20), true));
    assertThat(after(tried(), 9)).isEqualTo(new RoomRetry.Next.Again(Duration.ofMinutes(15), true));
  }

  @Test
  void theTenthAttemptIsTheLast() {
    assertThat(after(tried(), 10))
        .isEqualTo(new RoomRetry.Next.GiveUp("HTTP 500 (gave up after 10 attempts)"));
  }

  @Test
  void whatTheVendorAsksForIsTheLeastWithinReason() {
    RoomEnd.Later asks = new RoomEnd.Later("HTTP 429", Duration.ofSeconds(40), true, true);
    assertThat(after(asks, 1)).isEqualTo(new RoomRetry.Next.Again(Duration.ofSeconds(40), true));
    assertThat(after(asks, 5)).isEqualTo(new RoomRetry.Next.Again(Duration.ofSeconds(80), true));
    RoomEnd.Later day = new RoomEnd.Later("HTTP 429", Duration.ofDays(1), true, true);
    assertThat(after(day, 1)).isEqualTo(new RoomRetry.Next.Again(Duration.ofHours(1), true));
  }

  @Test
  void whatWasNotTriedCountsForADayOnly() {
    RoomEnd.Later leftAlone = new RoomEnd.Later("left alone", Duration.ofSeconds(15), false, true);
    assertThat(after(leftAlone, 99))
        .isEqualTo(new RoomRetry.Next.Again(Duration.ofSeconds(15), false));
    assertThat(retry.after(leftAlone, 1, ASKED, ASKED.plus(Duration.ofHours(25))))
        .isEqualTo(new RoomRetry.Next.GiveUp("left alone (gave up after 24 hours)"));
  }
}
