package dev.imas.notifier.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.probe.ProbeStanding.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** A finding stands until the next one, for two intervals at most. */
class ProbeStandingTest {

  private static final Instant NOON = Instant.parse("2026-03-05T12:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-03-05");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void itStandsUntilTheNext() {
    assertThat(new ProbeStanding("up", NOON, MINUTE).until(NOON.plusMillis(60_123)))
        .containsExactly(new Part(DAY, 60_123, 0));
    assertThat(new ProbeStanding("down", NOON, MINUTE).until(NOON.plusSeconds(120)))
        .containsExactly(new Part(DAY, 0, 120_000));
  }

  @Test
  void whatComesAfterTwoIntervalsWasNotMeasured() {
    assertThat(new ProbeStanding("up", NOON, MINUTE).until(NOON.plusSeconds(86_400 * 5)))
        .containsExactly(new Part(DAY, 120_000, 0));
  }

  @Test
  void midnightPartsIt() {
    Instant late = Instant.parse("2026-03-05T23:59:50Z");
    assertThat(new ProbeStanding("down", late, MINUTE).until(late.plusSeconds(30)))
        .containsExactly(new Part(DAY, 0, 10_000), new Part(DAY.plusDays(1), 0, 20_000));
  }

  @Test
  void whatWasNotAskedSaysNothing() {
    assertThat(new ProbeStanding("unknown", NOON, MINUTE).until(NOON.plusSeconds(60))).isEmpty();
    assertThat(new ProbeStanding(null, null, MINUTE).until(NOON)).isEmpty();
    assertThat(new ProbeStanding("up", NOON, MINUTE).until(NOON)).isEmpty();
    assertThat(new ProbeStanding("up", NOON, MINUTE).until(NOON.minusSeconds(9)))
        .as("a clock that went back")
        .isEmpty();
  }
}
