package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.HttpEdgeContract;
import dev.imas.fixtures.RawHttp;
import dev.imas.fixtures.SelfSigned;
import dev.imas.gateway.TestGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's port against untrusted clients, over TLS. */
final class GatewayTlsEdgeIT extends HttpEdgeContract {

  private static final SelfSigned CERTIFICATE =
      SelfSigned.of(
          "localhost", Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(90)));

  private static TestGateway gateway;
  private static SSLContext tls;

  @BeforeAll
  static void start(@TempDir Path folder) {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    CERTIFICATE.write(certificate, key);
    tls = CERTIFICATE.trusted();
    Map<String, String> all = settings("gateway");
    all.put("gateway.tls.certificate", certificate.toString());
    all.put("gateway.tls.key", key.toString());
    List<String> settings = new ArrayList<>();
    all.forEach(
        (name, value) -> {
          settings.add(name);
          settings.add(value);
        });
    gateway = TestGateway.start(settings.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Override
  protected int port() {
    return gateway.port();
  }

  @Override
  protected RawHttp client(String address) {
    return super.client(address).over(tls);
  }

  @Override
  protected double metric(String name, String... tags) {
    return gateway.metric(name, tags.length == 0 ? tags : new String[] {tags[1]});
  }

  @Override
  @Test
  protected void whoAsksAndReadsNothingIsNotReadAndIsCut() {
    byte[] asking =
        "GET /health/live HTTP/1.1\r\nHost: imas\r\n\r\n"
            .repeat(10_000)
            .getBytes(StandardCharsets.US_ASCII);
    try (RawHttp deaf = client("127.0.0.1")) {
      // Once nothing more is taken, the write waits until the connection is cut.
      Await.until("it to be cut", () -> deaf.tries(asking), taken -> !taken);
    }
  }

  @Test
  void handshakeThatIsBegunAndNotEndedIsGivenUpAndCountsAsAConnection() {
    Await.until("the port to be free", () -> metric("imas.http.connections"), n -> n == 0);
    // A record that says it is longer than what comes.
    byte[] begun = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};
    try (RawHttp client = new RawHttp(port())) {
      client.send(begun);
      Await.until("it to be counted", () -> metric("imas.http.connections"), n -> n == 1);
      client.untilClosed(Duration.ofSeconds(10));
    }
    Await.until("the port to be free", () -> metric("imas.http.connections"), n -> n == 0);
    assertThat(metric("imas.tls.handshakes.failed")).isGreaterThanOrEqualTo(1);
  }
}
