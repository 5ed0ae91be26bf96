package dev.imas.notifier.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.throttle.ProviderGate.Entry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProviderGateTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final CircuitPolicy POLICY =
      new CircuitPolicy(2, Duration.ofSeconds(30), Duration.ofMinutes(5));

  private final ProviderGate gate = new ProviderGate(4, POLICY);

  private void fail(Instant at) {
    assertThat(gate.enter(true, at)).isEqualTo(Entry.OPENED);
    gate.ended(false, at);
  }

  @Test
  void aQuarterOfTheSlotsIsKeptForTheUrgent() {
    for (int i = 0; i < 3; i++) {
      assertThat(gate.enter(false, NOW)).isEqualTo(Entry.OPENED);
    }
    assertThat(gate.enter(false, NOW)).isEqualTo(Entry.FULL);
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.OPENED);
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.FULL);
    gate.ended(true, NOW);
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.OPENED);
  }

  @Test
  void anOpenCircuitLetsNothingThroughAndThenOneProbe() {
    fail(NOW);
    fail(NOW);
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.LEFT_ALONE);
    Instant later = NOW.plusSeconds(31);
    assertThat(gate.enter(false, later)).isEqualTo(Entry.OPENED);
    assertThat(gate.enter(true, later)).as("beside the probe").isEqualTo(Entry.LEFT_ALONE);
    gate.ended(true, later);
    assertThat(gate.state(later)).isEqualTo(Circuit.State.CLOSED);
    assertThat(gate.enter(true, later)).isEqualTo(Entry.OPENED);
  }

  @Test
  void aTestGoesThroughWhateverTheCircuitAndClosesIt() {
    fail(NOW);
    fail(NOW);
    gate.enterAnyway();
    gate.ended(true, NOW);
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.OPENED);
  }

  /** M17. */
  @Test
  void aDrillIsNoProbe() {
    assertThat(gate.enterAside(true, NOW)).isEqualTo(Entry.OPENED);
    gate.endedUntried();
    fail(NOW);
    fail(NOW);
    assertThat(gate.enterAside(true, NOW)).isEqualTo(Entry.LEFT_ALONE);
    Instant later = NOW.plusSeconds(31);
    assertThat(gate.enterAside(true, later)).isEqualTo(Entry.LEFT_ALONE);
    assertThat(gate.enter(false, later)).as("the page is the probe").isEqualTo(Entry.OPENED);
  }

  @Test
  void aDrillTakesASlotLikeAPage() {
    for (int i = 0; i < 4; i++) {
      assertThat(gate.enterAside(true, NOW)).isEqualTo(Entry.OPENED);
    }
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.FULL);
    gate.endedUntried();
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.OPENED);
  }

  @Test
  void whatWasNotTriedTeachesNothing() {
    fail(NOW);
    assertThat(gate.enter(true, NOW)).isEqualTo(Entry.OPENED);
    gate.endedUntried();
    assertThat(gate.isBusy()).isFalse();
    fail(NOW);
    assertThat(gate.state(NOW)).isEqualTo(Circuit.State.OPEN);
  }
}
