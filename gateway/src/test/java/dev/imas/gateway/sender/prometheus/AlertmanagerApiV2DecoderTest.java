package dev.imas.gateway.sender.prometheus;

import static dev.imas.gateway.decode.Bodies.API_V2;
import static dev.imas.gateway.decode.Bodies.RECEIVED;
import static dev.imas.gateway.decode.Bodies.elements;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.IncomingAlert;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AlertmanagerApiV2DecoderTest {

  private static IncomingAlert with(String times) {
    return one(API_V2, "[{\"labels\":{\"alertname\":\"X\"}" + times + "}]");
  }

  @Test
  void firingWhileItsEndLiesAhead() {
    assertThat(with(",\"endsAt\":\"2026-08-01T10:00:00.000001Z\"").firing()).isTrue();
    assertThat(with(",\"endsAt\":\"2026-08-01T10:00:00Z\"").firing()).isFalse();
  }

  @Test
  void missingEndIsTheResolveTimeoutAndMissingStartNamesNoEpisode() {
    IncomingAlert alert = with("");

    assertThat(alert.startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(alert.endsAtMicros()).isEqualTo(RECEIVED + 300_000_000L);
    assertThat(alert.firing()).isTrue();
  }

  @Test
  void anEndInThePastWithoutAStartIsARecoveryOfWhateverFires() {
    IncomingAlert alert = with(",\"endsAt\":\"2026-08-01T09:00:00Z\"");

    assertThat(alert.firing()).isFalse();
    assertThat(alert.startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(alert.endsAtMicros()).isEqualTo(Bodies.micros("2026-08-01T09:00:00Z"));
  }

  @Test
  void zeroTimeOfGoIsAMissingTime() {
    assertThat(
            with(",\"startsAt\":\"0001-01-01T00:00:00.000Z\",\"endsAt\":\"0001-01-01T00:00:00Z\"")
                .endsAtMicros())
        .isEqualTo(RECEIVED + 300_000_000L);
  }

  @Test
  void sourcesOwnResolveTimeoutCounts() {
    DecodeContext context = Bodies.context(Bodies.options("{\"resolve_timeout\":\"1h\"}"));
    byte[] body = "[{\"labels\":{\"a\":\"b\"}}]".getBytes(StandardCharsets.UTF_8);

    IncomingAlert alert = Bodies.alerts(API_V2.decode(body, body.length, context)).getFirst();

    assertThat(alert.endsAtMicros()).isEqualTo(RECEIVED + 3_600_000_000L);
    assertThat(alert.name()).isEqualTo("unknown");
  }

  @Test
  void unreadableTimesCountAsMissingAndAreFlagged() {
    IncomingAlert alert = with(",\"startsAt\":\"x\",\"endsAt\":{}");

    assertThat(alert.startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(flags(alert)).containsExactly("unreadable_starts_at", "unreadable_ends_at");
  }

  @Test
  void startInTheFutureWithoutAnEndKeepsItsExpiry() {
    IncomingAlert alert = with(",\"startsAt\":\"2026-08-01T11:00:00Z\"");

    assertThat(alert.endsAtMicros()).isEqualTo(RECEIVED + 300_000_000L);
    assertThat(flags(alert)).containsExactly("starts_in_future");
  }

  @Test
  void endBeforeStartIsBrokenAsInAlertmanager() {
    assertThat(
            elements(
                Bodies.decode(
                    API_V2,
                    "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"2026-08-01T10:00:00Z\","
                        + "\"endsAt\":\"2026-08-01T09:00:00Z\"}]")))
        .singleElement()
        .matches(
            e ->
                e instanceof BrokenElement b
                    && b.reason().equals("start time must be before end time"));
  }

  @Test
  void bodyOfOnlyBrokenAlertsIsStillRead() {
    assertThat(elements(Bodies.decode(API_V2, "[{},1,{\"labels\":{\"a\":\"\"}},{\"labels\":3}]")))
        .hasSize(4)
        .allMatch(BrokenElement.class::isInstance);
  }

  @Test
  void severityLabelIsPartOfTheIdentityAndAnEmptyLabelIsNot() {
    IncomingAlert plain = one(API_V2, "[{\"labels\":{\"alertname\":\"X\"}}]");

    assertThat(
            one(API_V2, "[{\"labels\":{\"alertname\":\"X\",\"severity\":\"warning\"}}]")
                .fingerprint())
        .isNotEqualTo(plain.fingerprint());
    assertThat(one(API_V2, "[{\"labels\":{\"team\":\"\",\"alertname\":\"X\"}}]").fingerprint())
        .isEqualTo(plain.fingerprint());
  }
}
