package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.gateway.decode.IncomingAlert;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertEventTest {

  private static final Routing ROUTING =
      new Routing(new UUID(1, 1), Severity.SEV3_MEDIUM, "group", 0, Routing.NO_RULE, (short) 0);

  private static final IncomingAlert ALERT =
      new IncomingAlert(
          true,
          false,
          "A",
          false,
          Labels.of("alertname", "A"),
          Labels.EMPTY,
          Labels.EMPTY,
          new Fingerprint(1, 1),
          null,
          IncomingAlert.NONE,
          IncomingAlert.NONE,
          0,
          0,
          1);

  /** While core is behind, admission refuses new alerts, and never repeats. */
  @Test
  void onlyWhatMakesWorkForCoreIsNews() {
    AlertEvent repeat = AlertEvent.known(ALERT, Severity.SEV3_MEDIUM, 1, alert -> ROUTING);
    AlertEvent renewed = AlertEvent.renewed(ALERT, Severity.SEV3_MEDIUM, 1, alert -> ROUTING);
    AlertEvent other = AlertEvent.routed(ALERT, ROUTING, 1, alert -> ROUTING);

    assertThat(repeat.isNews()).isFalse();
    assertThat(renewed.isNews()).isFalse();
    assertThat(renewed.isCacheHit()).isTrue();
    assertThat(other.isNews()).isTrue();
  }
}
