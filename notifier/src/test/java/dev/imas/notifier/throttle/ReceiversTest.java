package dev.imas.notifier.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.throttle.Receivers.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceiversTest {

  private static final Rate RATE = new Rate(20, Duration.ofMinutes(1));
  private static final ThrottlePolicy POLICY =
      new ThrottlePolicy(
          4, RATE, new CircuitPolicy(5, Duration.ofSeconds(30), Duration.ofMinutes(5)));
  private static final TenantId TENANT = new TenantId(new UUID(9, 9));
  private static final Receiver A = receiver(1);
  private static final Receiver B = receiver(2);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Receivers receivers = new Receivers(POLICY, any -> true);

  private static Receiver receiver(int number) {
    return new Receiver(TENANT, new UUID(0, number));
  }

  private ReceiverGate gate(Receiver receiver) {
    return receivers.gate(receiver, "webhook", now);
  }

  @Test
  void aFreshReceiverGetsAsManyAsTheLimit() {
    assertThat(receivers.allowance(now)).isEqualTo(new Receivers.Allowance(Map.of(), Map.of(), 4));
  }

  @Test
  void aReceiverWithLessRoomGetsLessAndOthersAsMuchAsEver() {
    gate(A).begin(now);
    gate(A).begin(now);
    gate(A).begin(now);
    assertThat(receivers.allowance(now))
        .isEqualTo(new Receivers.Allowance(Map.of(A, 1), Map.of(A, 1), 4));
  }

  @Test
  void aFullReceiverIsBusyAndOthersAreNot() {
    for (int i = 0; i < 4; i++) {
      gate(A).begin(now);
    }
    gate(B);
    assertThat(receivers.allowance(now))
        .isEqualTo(new Receivers.Allowance(Map.of(A, 0), Map.of(A, 0), 4));
  }

  @Test
  void aReceiverAboveItsRateRestsUntilAQuarterOfItIsFree() {
    for (int i = 0; i < 20; i++) {
      gate(A).begin(now);
      gate(A).end(true, now);
    }
    // Messages that are sent alone go on.
    assertThat(receivers.allowance(now))
        .isEqualTo(new Receivers.Allowance(Map.of(A, 0), Map.of(), 4));
    assertThat(receivers.resting(now)).containsExactly(A);
    now = now.plusSeconds(14);
    assertThat(receivers.allowance(now).rooms()).containsExactly(Map.entry(A, 0));
    now = now.plusSeconds(1);
    assertThat(receivers.allowance(now).rooms()).isEmpty();
    assertThat(receivers.resting(now)).isEmpty();
  }

  @Test
  void whatWasNotTriedAfterAllIsNotCounted() {
    for (int i = 0; i < 60; i++) {
      gate(A).begin(now);
      gate(A).endUntried();
    }
    assertThat(receivers.resting(now)).isEmpty();
    assertThat(receivers.allowance(now).rooms()).isEmpty();
  }

  @Test
  void anOpenCircuitMakesBusyUntilTheProbe() {
    for (int i = 0; i < 5; i++) {
      gate(A).begin(now);
      gate(A).end(false, now);
    }
    assertThat(receivers.allowance(now).rooms()).containsExactly(Map.entry(A, 0));
    assertThat(receivers.circuits(now)).isEqualTo(Map.of("webhook", Map.of(Circuit.State.OPEN, 1)));
    now = now.plusSeconds(30);
    assertThat(receivers.allowance(now))
        .isEqualTo(new Receivers.Allowance(Map.of(A, 1), Map.of(A, 1), 4));
    gate(A).begin(now);
    assertThat(receivers.allowance(now).rooms()).containsExactly(Map.entry(A, 0));
    gate(A).end(true, now);
    assertThat(receivers.allowance(now).rooms()).isEmpty();
  }

  @Test
  void whatIsIdleIsForgotten() {
    gate(A).begin(now);
    gate(A).end(true, now);
    receivers.allowance(now);
    assertThat(receivers.size()).isEqualTo(1);
    now = now.plusSeconds(10);
    receivers.allowance(now);
    assertThat(receivers.size()).isZero();
  }

  @Test
  void theTableIsBoundedAndKeepsWhoIsUnderWay() {
    gate(A).begin(now);
    for (int i = 0; i < Receivers.MOST + 50; i++) {
      gate(receiver(100 + i));
    }
    assertThat(receivers.size()).isEqualTo(Receivers.MOST);
    assertThat(gate(A).isBusy()).isTrue();
  }
}
