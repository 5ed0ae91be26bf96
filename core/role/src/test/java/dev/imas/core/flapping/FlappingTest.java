package dev.imas.core.flapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlappingTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final FlappingPolicy POLICY =
      new FlappingPolicy(true, 4, Duration.ofHours(1), Duration.ofMinutes(15));

  @Test
  void beginsWithTheLastReturnThatItTakes() {
    assertThat(backAt(0, 10, 20).flaps()).isFalse();
    assertThat(backAt(0, 10, 20, 30).since()).isEqualTo(at(30));
  }

  @Test
  void longAgoDoesNotCount() {
    assertThat(backAt(0, 10, 20, 60).flaps()).isFalse();
    assertThat(backAt(0, 10, 20, 59).flaps()).isTrue();
  }

  @Test
  void goesOnSinceItBegan() {
    assertThat(backAt(0, 10, 20, 30, 40, 50).since()).isEqualTo(at(30));
  }

  @Test
  void goesOnWithMoreThanHalfOfTheReturns() {
    Flapping flapping = backAt(0, 10, 20, 30);
    assertThat(flapping.calmed(POLICY, at(69)).flaps()).isTrue(); // 10, 20 and 30
    assertThat(flapping.calmed(POLICY, at(70)).flaps()).isFalse();
  }

  @Test
  void whatItDidIsNotForgottenWhenItIsOver() {
    Flapping over = backAt(0, 10, 20, 30).over();
    assertThat(over.flaps()).isFalse();
    assertThat(over.cameBack(POLICY, at(50)).since()).isEqualTo(at(50));
  }

  @Test
  void keepsNoMoreReturnsThanCount() {
    assertThat(backAt(0, 1, 2, 3, 4, 5, 6).returns()).containsExactly(at(3), at(4), at(5), at(6));
  }

  @Test
  void nothingFlapsWithoutAPolicy() {
    Flapping flapping = Flapping.NONE;
    for (int i = 0; i < 30; i++) {
      flapping = flapping.cameBack(FlappingState.OFF.policy(), at(i));
    }
    assertThat(flapping).isEqualTo(Flapping.NONE);
    assertThat(backAt(0, 10, 20, 30).calmed(FlappingState.OFF.policy(), at(31)).flaps()).isFalse();
  }

  private static Flapping backAt(int... minutes) {
    Flapping flapping = Flapping.NONE;
    for (int minute : minutes) {
      flapping = flapping.cameBack(POLICY, at(minute));
    }
    return flapping;
  }

  private static Instant at(int minute) {
    return T0.plus(Duration.ofMinutes(minute));
  }
}
