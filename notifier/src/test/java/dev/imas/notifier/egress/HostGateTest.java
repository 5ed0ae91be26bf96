package dev.imas.notifier.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostGateTest {

  private static final TenantId ONE = new TenantId(new UUID(0, 1));
  private static final TenantId OTHER = new TenantId(new UUID(0, 2));
  private static final InetAddress HOST = InetAddress.ofLiteral("93.184.216.34");
  private static final InetAddress ANOTHER = InetAddress.ofLiteral("93.184.216.35");

  private static final InetAddress OWN = InetAddress.ofLiteral("10.0.0.1");

  private final AtomicInteger turnedAway = new AtomicInteger();
  private final HostGate gate =
      new HostGate(new HostLimit(4, 6), OWN::equals, turnedAway::incrementAndGet);
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private int enter(TenantId tenant, InetAddress host, int tries) {
    int entered = 0;
    for (int i = 0; i < tries; i++) {
      entered += gate.enter(tenant, host, now).isEmpty() ? 1 : 0;
    }
    return entered;
  }

  private void leave(TenantId tenant, int times) {
    for (int i = 0; i < times; i++) {
      gate.left(tenant, HOST, now);
    }
  }

  @Test
  void aHostHasSoManyAtOnceAndAnotherHasItsOwn() {
    assertThat(enter(ONE, HOST, 10)).isEqualTo(4);
    assertThat(enter(ONE, ANOTHER, 10)).isEqualTo(4);
    leave(ONE, 1);
    assertThat(enter(ONE, HOST, 10)).isEqualTo(1);
  }

  @Test
  void aHostHasSoManyInASecond() {
    assertThat(enter(ONE, HOST, 4)).isEqualTo(4);
    leave(ONE, 4);
    assertThat(enter(ONE, HOST, 4)).isEqualTo(2);
    leave(ONE, 2);
    assertThat(enter(ONE, HOST, 4)).isZero();
    now = now.plusSeconds(1);
    assertThat(enter(ONE, HOST, 4)).isEqualTo(4);
  }

  @Test
  void tenantsThatWantTheSameHostHaveEqualParts() {
    assertThat(enter(ONE, HOST, 10)).isEqualTo(4);
    assertThat(enter(OTHER, HOST, 1)).as("full").isZero();
    now = now.plusSeconds(1);
    leave(ONE, 4);
    assertThat(enter(ONE, HOST, 10)).as("half, since another wants to").isEqualTo(2);
    assertThat(enter(OTHER, HOST, 10)).isEqualTo(2);
  }

  @Test
  void aTenantThatWantsNothingAnyMoreLeavesItsPart() {
    enter(ONE, HOST, 10);
    enter(OTHER, HOST, 1);
    leave(ONE, 4);
    now = now.plus(Duration.ofSeconds(3));
    assertThat(enter(ONE, HOST, 10)).isEqualTo(4);
  }

  @Test
  void whoIsTurnedAwayWaitsAboutAsLongAsAllOfThemNeed() {
    enter(ONE, HOST, 4);
    assertThat(gate.enter(ONE, HOST, now)).contains(Duration.ofSeconds(1));
    enter(ONE, HOST, 58);
    assertThat(gate.enter(ONE, HOST, now)).contains(Duration.ofSeconds(11));
    enter(ONE, HOST, 10_000);
    assertThat(gate.enter(ONE, HOST, now)).contains(Duration.ofSeconds(30));
    assertThat(turnedAway).hasValue(10_061);
  }

  @Test
  void theOperatorsOwnHostsHaveNoLimit() {
    assertThat(enter(ONE, OWN, 1_000)).isEqualTo(1_000);
    gate.left(ONE, OWN, now);
    assertThat(gate.size()).isZero();
  }

  @Test
  void whatIsOverIsForgotten() {
    enter(ONE, HOST, 1);
    now = now.plusSeconds(10);
    leave(ONE, 1);
    assertThat(gate.size()).isZero();
  }
}
