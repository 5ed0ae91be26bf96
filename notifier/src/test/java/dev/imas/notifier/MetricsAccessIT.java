package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.RawHttp;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the metrics, which name tenants and sources. */
class MetricsAccessIT {

  private static final String TOKEN = "a-token-for-prometheus";

  private static String asks(Map<String, String> settings, String field) {
    try (NotifierScene scene = new NotifierScene();
        RawHttp client = new RawHttp(scene.startNotifier(settings).port())) {
      return client
          .send("GET /metrics HTTP/1.1\r\nHost: imas\r\nConnection: close\r\n" + field + "\r\n")
          .untilClosed(Duration.ofSeconds(10));
    }
  }

  @Test
  void thisMachineReadsThem() {
    assertThat(asks(Map.of(), "")).startsWith("HTTP/1.1 200").contains("imas_http_connections");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For: 10.1.2.3\r\n", "Forwarded: for=10.1.2.3\r\n"})
  void whoeverComesThroughAProxyDoesNot(String field) {
    assertThat(asks(Map.of(), field)).startsWith("HTTP/1.1 403").doesNotContain("imas_http");
    assertThat(asks(Map.of("IMAS_METRICS_OPEN", "true"), field)).startsWith("HTTP/1.1 200");
  }

  @Test
  void whereThereIsATokenNothingElseDoes() {
    Map<String, String> settings = Map.of("IMAS_METRICS_TOKEN", TOKEN);
    assertThat(asks(settings, "")).startsWith("HTTP/1.1 401");
    assertThat(asks(settings, "Authorization: Bearer another-token-of-that\r\n"))
        .startsWith("HTTP/1.1 401");
    assertThat(asks(settings, "Authorization: Bearer " + TOKEN + "\r\n"))
        .startsWith("HTTP/1.1 200");
  }
}
