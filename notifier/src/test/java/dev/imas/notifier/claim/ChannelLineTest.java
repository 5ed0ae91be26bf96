package dev.imas.notifier.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.notifier.delivery.Delivery;
import dev.imas.notifier.throttle.CircuitPolicy;
import dev.imas.notifier.throttle.Rate;
import dev.imas.notifier.throttle.ReceiverGate;
import dev.imas.notifier.throttle.Receivers;
import dev.imas.notifier.throttle.ThrottlePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelLineTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final TenantId TENANT = new TenantId(new UUID(0, 1));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ReceiverGate gate =
      new Receivers(
              new ThrottlePolicy(4, new Rate(0, SECOND), new CircuitPolicy(5, SECOND, SECOND)),
              any -> true)
          .gate(new Receivers.Receiver(TENANT, new UUID(0, 2)), "email", NOW);
  private int made;

  /** Deliveries, each one a second younger than the one before. */
  private ChannelLine.Waiting waiting(Severity urgency, Instant since) {
    made++;
    Delivery delivery =
        new Delivery(
            TENANT,
            new UUID(1, made),
            new UUID(2, made),
            1,
            "incident.triggered",
            new UUID(0, 2),
            "email",
            "a@b.example",
            urgency,
            "{}",
            1,
            null,
            NOW.plusSeconds(made),
            false,
            null,
            null);
    return new ChannelLine.Waiting(delivery, gate, since);
  }

  private static int entered(ChannelLine line, Severity urgency) {
    int entered = 0;
    while (line.enter(urgency)) {
      entered++;
    }
    return entered;
  }

  @Test
  void aQuarterOfThePlacesIsKeptForSev1AndSev2() {
    ChannelLine line = new ChannelLine(16);
    assertThat(entered(line, Severity.SEV4_LOW)).isEqualTo(12);
    assertThat(line.enter(Severity.SEV3_MEDIUM)).isFalse();
    assertThat(entered(line, Severity.SEV2_HIGH)).isEqualTo(4);
    assertThat(line.enter(Severity.SEV1_CRITICAL)).isFalse();
  }

  @Test
  void aSinglePlaceIsEverybodys() {
    assertThat(new ChannelLine(1).enter(Severity.SEV4_LOW)).isTrue();
  }

  @Test
  void theMostUrgentIsNextAndThenTheOldest() {
    ChannelLine line = full(8);
    ChannelLine.Waiting sev2 = waiting(Severity.SEV2_HIGH, NOW);
    ChannelLine.Waiting younger = waiting(Severity.SEV2_HIGH, NOW);
    ChannelLine.Waiting sev1 = waiting(Severity.SEV1_CRITICAL, NOW);
    List.of(younger, sev2, sev1).forEach(line::lineUp);

    List<ChannelLine.Waiting> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      line.leave();
      line.next().ifPresent(order::add);
    }
    assertThat(order).containsExactly(sev1, sev2, younger);
    assertThat(line.next()).isEmpty();
  }

  @Test
  void aKeptPlaceDoesNotGoToWhatIsNotUrgent() {
    ChannelLine line = full(4);
    ChannelLine.Waiting low = waiting(Severity.SEV4_LOW, NOW);
    line.lineUp(low);
    line.leave();
    assertThat(line.next()).isEmpty();
    line.leave();
    assertThat(line.next()).contains(low);
  }

  @Test
  void whoComesToAFullLineTakesTheRoomOfTheLeastUrgent() {
    ChannelLine line = full(2);
    ChannelLine.Waiting first = waiting(Severity.SEV4_LOW, NOW);
    ChannelLine.Waiting second = waiting(Severity.SEV3_MEDIUM, NOW);
    assertThat(line.lineUp(first)).isEmpty();
    assertThat(line.lineUp(second)).isEmpty();
    assertThat(line.lineUp(waiting(Severity.SEV1_CRITICAL, NOW))).contains(first);
    ChannelLine.Waiting last = waiting(Severity.SEV4_LOW, NOW);
    assertThat(line.lineUp(last)).contains(last);
  }

  @Test
  void theLineOfAWideChannelIsBounded() {
    ChannelLine line = full(1000);
    for (int i = 0; i < 64; i++) {
      assertThat(line.lineUp(waiting(Severity.SEV2_HIGH, NOW))).isEmpty();
    }
    assertThat(line.lineUp(waiting(Severity.SEV2_HIGH, NOW))).isPresent();
  }

  @Test
  void nobodyStandsInLineForLong() {
    ChannelLine line = full(4);
    ChannelLine.Waiting early = waiting(Severity.SEV1_CRITICAL, NOW);
    ChannelLine.Waiting late = waiting(Severity.SEV4_LOW, NOW.plusSeconds(2));
    line.lineUp(early);
    line.lineUp(late);
    assertThat(line.tired(NOW.plusSeconds(3))).isEmpty();
    assertThat(line.tired(NOW.plusSeconds(4))).containsExactly(early);
    assertThat(line.dissolve()).containsExactly(late);
    line.leave();
    assertThat(line.next()).isEmpty();
  }

  private static ChannelLine full(int places) {
    ChannelLine line = new ChannelLine(places);
    entered(line, Severity.SEV1_CRITICAL);
    return line;
  }
}
