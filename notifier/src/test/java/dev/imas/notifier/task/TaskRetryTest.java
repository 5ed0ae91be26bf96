package dev.imas.notifier.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.channel.TaskEnd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TaskRetryTest {

  private static final Instant ASKED = Instant.parse("2026-01-02T03:04:05Z");

  private final TaskRetry retry = new TaskRetry(Duration.ofSeconds(5));

  private static TaskEnd.Later tried() {
    return new TaskEnd.Later("HTTP 500", null, true, false);
  }

  private TaskRetry.Next after(TaskEnd.Later later, int attempt) {
    return retry.after(later, attempt, ASKED, ASKED.plusSeconds(60));
  }

  @Test
  void waitsDoubleUpToAQuarterOfAnHour() {
    assertThat(after(tried(), 1)).isEqualTo(new TaskRetry.Next.Again(Duration.ofSeconds(5), true));
    assertThat(after(tried(), 3)).isEqualTo(new TaskRetry.Next.Again(Duration.ofSeconds(20), true));
    assertThat(after(tried(), 9)).isEqualTo(new TaskRetry.Next.Again(Duration.ofMinutes(15), true));
  }

  @Test
  void theTenthAttemptIsTheLast() {
    assertThat(after(tried(), 10))
        .isEqualTo(new TaskRetry.Next.GiveUp("HTTP 500 (gave up after 10 attempts)"));
  }

  @Test
  void whatTheVendorAsksForIsTheLeastWithinReason() {
    TaskEnd.Later asks = new TaskEnd.Later("HTTP 429", Duration.ofSeconds(40), true, true);
    assertThat(after(asks, 1)).isEqualTo(new TaskRetry.Next.Again(Duration.ofSeconds(40), true));
    assertThat(after(asks, 5)).isEqualTo(new TaskRetry.Next.Again(Duration.ofSeconds(80), true));
    TaskEnd.Later day = new TaskEnd.Later("HTTP 429", Duration.ofDays(1), true, true);
    assertThat(after(day, 1)).isEqualTo(new TaskRetry.Next.Again(Duration.ofHours(1), true));
  }

  @Test
  void whatWasNotTriedCountsForADayOnly() {
    TaskEnd.Later leftAlone = new TaskEnd.Later("left alone", Duration.ofSeconds(15), false, true);
    assertThat(after(leftAlone, 99))
        .isEqualTo(new TaskRetry.Next.Again(Duration.ofSeconds(15), false));
    assertThat(retry.after(leftAlone, 1, ASKED, ASKED.plus(Duration.ofHours(25))))
        .isEqualTo(new TaskRetry.Next.GiveUp("left alone (gave up after 24 hours)"));
  }
}
