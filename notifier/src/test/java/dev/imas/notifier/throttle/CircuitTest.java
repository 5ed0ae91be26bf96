package dev.imas.notifier.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private static final CircuitPolicy POLICY =
      new CircuitPolicy(5, Duration.ofSeconds(30), Duration.ofMinutes(5));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;
  private Circuit circuit = Circuit.CLOSED;

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      circuit = circuit.failed(POLICY, now);
    }
  }

  private void move(Duration by) {
    now = now.plus(by);
  }

  @Test
  void opensAtTheFifthFailureInARow() {
    fail(4);
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.CLOSED);
    fail(1);
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.OPEN);
    assertThat(circuit.width(4, now)).isZero();
  }

  @Test
  void aClockThatIsSetBackDoesNotLengthenThePause() {
    fail(5);
    move(Duration.ofHours(-1));
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.HALF_OPEN);
    fail(1);
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.OPEN);
  }

  @Test
  void anAnswerStartsTheCountAnew() {
    fail(4);
    circuit = circuit.answered();
    fail(4);
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.CLOSED);
  }

  @Test
  void aReceiverThatJustFailedGetsOneAtATime() {
    assertThat(circuit.width(4, now)).isEqualTo(4);
    fail(1);
    assertThat(circuit.width(4, now)).isEqualTo(1);
  }

  @Test
  void letsOneProbeThroughAfterThePause() {
    fail(5);
    move(Duration.ofSeconds(30));
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.HALF_OPEN);
    assertThat(circuit.width(4, now)).isEqualTo(1);
    circuit = circuit.answered();
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.CLOSED);
    assertThat(circuit.width(4, now)).isEqualTo(4);
  }

  @Test
  void thePauseDoublesWithEachFailedProbeUpToItsLimit() {
    fail(5);
    long[] expected = {60, 120, 240, 300, 300};
    move(Duration.ofSeconds(30));
    for (long seconds : expected) {
      fail(1);
      move(Duration.ofSeconds(seconds - 1));
      assertThat(circuit.state(now)).isEqualTo(Circuit.State.OPEN);
      move(Duration.ofSeconds(1));
      assertThat(circuit.state(now)).isEqualTo(Circuit.State.HALF_OPEN);
    }
  }

  @Test
  void failuresThatBeganBeforeItOpenedDoNotProlongIt() {
    fail(5);
    move(Duration.ofSeconds(10));
    fail(3);
    move(Duration.ofSeconds(20));
    assertThat(circuit.state(now)).isEqualTo(Circuit.State.HALF_OPEN);
  }
}
