package dev.imas.gateway.sender.uptimekuma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.IncomingAlert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UptimeKumaDecoderTest {

  private static final AlertDecoder KUMA = new UptimeKumaDecoder();

  @Test
  void recoveryOfASiteIsRead() {
    IncomingAlert up = Bodies.payload("uptime-kuma/webhook-up.json").getFirst();

    assertThat(up.firing()).isFalse();
    assertThat(up.name()).isEqualTo("My Site");
    assertThat(up.labels().get("monitor_id")).isEqualTo("1");
    assertThat(Bodies.title(up)).isEqualTo("Service online");
    assertThat(up.observedAtMicros()).isEqualTo(Bodies.micros("2022-08-26T01:02:24Z"));
    assertThat(Bodies.flags(up)).isEmpty();
  }

  @Test
  void recoveryFindsItsAlertWhateverTheMonitorIsCalledNow() {
    IncomingAlert down = one("'id':1,'name':'Old name'", 0, "timeout");
    IncomingAlert up = Bodies.payload("uptime-kuma/webhook-up.json").getFirst();

    assertThat(down.firing()).isTrue();
    assertThat(down.fingerprint()).isEqualTo(up.fingerprint());
    assertThat(one("'id':2,'name':'My Site'", 0, "timeout").fingerprint())
        .isNotEqualTo(up.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, ''",
    "1, false, ''",
    "2, true, ''",
    "3, false, ''",
    "9, true, unknown_status"
  })
  void statusIsTheState(int status, boolean firing, String flag) {
    IncomingAlert alert = one("'id':1,'name':'x'", status, "m");

    assertThat(alert.firing()).isEqualTo(firing);
    assertThat(String.join(",", Bodies.flags(alert))).isEqualTo(flag);
  }

  @Test
  void testButtonSaysAMessageAlone() {
    IncomingAlert test =
        Bodies.one(KUMA, "{\"heartbeat\":null,\"monitor\":null,\"msg\":\"imas Testing\"}");

    assertThat(test.name()).isEqualTo("Uptime Kuma");
    assertThat(Bodies.title(test)).isEqualTo("imas Testing");
    assertThat(Bodies.flags(test)).containsExactly("weak_identity", "weak_name", "test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[]", "{}", "{\"monitor\":[1],\"heartbeat\":7}"})
  void whatNamesNothingIsRefused(String body) {
    assertThat(Bodies.refused(KUMA, body).status()).isEqualTo(422);
  }

  private static IncomingAlert one(String monitor, int status, String message) {
    return Bodies.one(
        KUMA,
        "{'monitor':{%s},'heartbeat':{'status':%d,'time':'2026-08-01 09:59:00.123','msg':'%s'}}"
            .formatted(monitor, status, message)
            .replace('\'', '"'));
  }
}
