package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutingTimeTest {

  private static final TenantId DEAR = new TenantId(new UUID(0, 1));
  private static final TenantId CHEAP = new TenantId(new UUID(0, 2));

  private long now;
  private final RoutingTime routing = new RoutingTime(() -> now);

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void nobodyIsRefusedWhileNothingIsBehind() {
    routing.used(DEAR, ms(10_000), 1);

    assertThat(routing.mayRoute(DEAR)).isTrue();
  }

  @Test
  void whoeverUsedMoreThanItsShareWaitsWhileOthersGoOn() {
    routing.used(DEAR, ms(1_000), 1);
    routing.used(CHEAP, ms(1), 1);
    routing.wasLate(ms(60));

    assertThat(routing.mayRoute(DEAR)).isFalse();
    assertThat(routing.mayRoute(CHEAP)).isTrue();
    now += ms(1_900);
    assertThat(routing.mayRoute(DEAR)).isFalse();
    routing.wasLate(ms(60));
    now += ms(200);
    assertThat(routing.mayRoute(DEAR)).as("half a second is paid back in two").isTrue();
  }

  @Test
  void latenessIsForgotten() {
    routing.used(DEAR, ms(100_000), 1);
    routing.wasLate(ms(60));
    now += ms(2_100);

    assertThat(routing.mayRoute(DEAR)).isTrue();
  }

  @Test
  void stormOfNewAlertsWithCommonRulesIsNoReasonToRefuse() {
    for (int second = 0; second < 10; second++) {
      routing.used(CHEAP, ms(900), 60_000);
      routing.wasLate(ms(60));
      now += ms(1_000);
    }

    assertThat(routing.mayRoute(CHEAP)).isTrue();
  }

  @Test
  void dearBodiesAreReadApartForAWhile() {
    for (int i = 0; i < 20; i++) {
      routing.used(CHEAP, ms(4), 1);
      routing.used(DEAR, ms(6), 1);
      routing.used(DEAR, ms(8), 1);
    }

    assertThat(routing.isDear(DEAR)).isTrue();
    assertThat(routing.isDear(CHEAP)).isFalse();
    now += ms(61_000);
    assertThat(routing.isDear(DEAR)).isFalse();
  }

  @Test
  void dearerBodiesAreReadApartSooner() {
    routing.used(DEAR, ms(50), 1);
    routing.used(DEAR, ms(50), 1);
    assertThat(routing.isDear(DEAR)).isFalse();

    routing.used(DEAR, ms(50), 1);

    assertThat(routing.isDear(DEAR)).isTrue();
  }

  @Test
  void bodyThatTakesASecondIsEnough() {
    routing.used(DEAR, ms(1_000), 1);

    assertThat(routing.isDear(DEAR)).isTrue();
  }

  @Test
  void whoIsQuickAgainIsReadOnTheLoopsAgain() {
    routing.used(DEAR, ms(1_000), 1);
    for (int i = 0; i < 8; i++) {
      routing.used(DEAR, ms(1) / 10, 1);
    }

    assertThat(routing.isDear(DEAR)).isFalse();
  }

  /** A garbage collection, or other programs that use the processor. */
  @Test
  void bodyThatHadToWaitNowAndThenSaysNothingOfTheRules() {
    for (int i = 0; i < 1_000; i++) {
      routing.used(CHEAP, i % 10 == 0 ? ms(90) : ms(0), 1);
      assertThat(routing.isDear(CHEAP)).isFalse();
    }
  }
}
