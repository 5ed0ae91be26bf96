package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

final class InFlightTest {

  private final InFlight inFlight = new InFlight(2);

  @Test
  void roomIsWhatIsNotTaken() {
    inFlight.begin();
    assertThat(inFlight.room()).isEqualTo(1);
    inFlight.begin();
    assertThat(inFlight.room()).isZero();
    inFlight.end();
    assertThat(inFlight.room()).isEqualTo(1);
  }

  @Test
  void whoDrainsWaitsForTheLast() {
    inFlight.begin();
    inFlight.begin();
    Future<Void> drained = inFlight.drain();
    inFlight.end();
    assertThat(drained.isComplete()).isFalse();

    inFlight.end();

    assertThat(drained.succeeded()).isTrue();
  }

  @Test
  void momentWithoutWorkIsNoDrainUntilItIsAskedFor() {
    inFlight.begin();
    inFlight.end();
    inFlight.begin();

    assertThat(inFlight.drain().isComplete()).isFalse();
  }

  @Test
  void withNothingUnderWayItIsDrainedAtOnce() {
    assertThat(inFlight.drain().succeeded()).isTrue();
  }
}
