package dev.imas.notifier.channel.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FakeBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserKindTest {

  private static final String KEY =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

  private final BrowserKind kind = new BrowserKind();

  private static String at(String endpoint) {
    return FakeBrowser.subscription(endpoint, KEY, AUTH).encode();
  }

  @ParameterizedTest
  @CsvSource({
    "https://push.example.net/push/JzLQ3, https://push.example.net",
    "https://push.example.net:443/x, https://push.example.net",
    "https://push.example.net:8443/x, https://push.example.net:8443",
    "https://[2a00::1]/x, https://[2a00::1]",
    "http://127.0.0.1:4000/x, http://127.0.0.1:4000",
    "http://localhost:4000/x, http://localhost:4000"
  })
  void tokensAreForTheOriginOfTheEndpoint(String endpoint, String origin) {
    assertThat(kind.faultOf(at(endpoint))).isNull();
    assertThat(PushSubscription.parse(at(endpoint)).origin()).isEqualTo(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://push.example.net/x",
        "http://10.0.0.1/x",
        "https://user:word@push.example.net/x",
        "ftp://push.example.net/x",
        ""
      })
  void onlyHttpsLeavesTheMachine(String endpoint) {
    assertThat(kind.faultOf(at(endpoint))).startsWith("is no push subscription of a browser: ");
  }

  @Test
  void itsKeysAreThoseOfABrowser() {
    String there = "https://push.example.net/x";
    assertThat(kind.faultOf(FakeBrowser.subscription(there, KEY, "c2hvcnQ").encode()))
        .contains("keys.auth");
    assertThat(kind.faultOf(FakeBrowser.subscription(there, "c2hvcnQ", AUTH).encode()))
        .contains("P-256");
    assertThat(kind.faultOf(FakeBrowser.subscription(there, "§", AUTH).encode()))
        .contains("keys.p256dh");
    assertThat(kind.faultOf("{\"endpoint\":\"" + there + "\"}")).contains("P-256");
    assertThat(kind.faultOf("https://push.example.net/x")).contains("is not JSON");
    assertThat(kind.faultOf("null")).isNotNull();
    assertThat(kind.faultOf("[]")).isNotNull();
    assertThat(kind.faultOf("")).isNotNull();
  }

  @Test
  void onlyTheHostIsShown() {
    assertThat(kind.shown(at("https://push.example.net/s3cr3t")))
        .isEqualTo("https://push.example.net:443/…");
    assertThat(PushSubscription.parse(at("https://push.example.net/s3cr3t")).toString())
        .isEqualTo("https://push.example.net");
  }
}
