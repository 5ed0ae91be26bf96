package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneRestTest {

  @Test
  void laneThatIsHardlyLateLeavesThreeQuartersOfTheTimeToTheStorm() {
    assertThat(OutboxLoop.restFor(Duration.ZERO)).isEqualTo(3);
  }

  @Test
  void theLaterItIsTheShorterItRests() {
    assertThat(OutboxLoop.restFor(Duration.ofSeconds(30))).isEqualTo(1.5);
    assertThat(OutboxLoop.restFor(Duration.ofMinutes(1))).isZero();
    assertThat(OutboxLoop.restFor(Duration.ofHours(1))).isZero();
  }

  @Test
  void aClockThatWasSetBackDoesNotMakeItRestForLonger() {
    assertThat(OutboxLoop.restFor(Duration.ofHours(-1))).isEqualTo(3);
  }
}
