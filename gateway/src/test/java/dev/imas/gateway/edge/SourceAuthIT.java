package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may post what, with which key in which place, and that no key is ever logged. */
class SourceAuthIT {

  private static final byte[] ALERT = "{\"name\":\"Auth\"}".getBytes(StandardCharsets.UTF_8);
  private static final LoggerContext LOGS = (LoggerContext) LoggerFactory.getILoggerFactory();
  private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
  private static final Logger ROOT = LOGS.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final Logger OURS = LOGS.getLogger("dev.imas");

  private static TestGateway gateway;
  private static Source ownHeader;
  private static Source inactive;
  private static Source grafana;
  private static Source signed;

  @BeforeAll
  static void start() {
    OURS.setLevel(Level.TRACE);
    LOGGED.setContext(LOGS);
    LOGGED.start();
    ROOT.addAppender(LOGGED);
    gateway = TestGateway.start("gateway.event-loops", "1");
    ownHeader =
        gateway.addSource(
            gateway.tenant(), "own", "CUSTOM", "{\"key_header\":\"X-Own-Key\"}", true, null);
    inactive = gateway.addSource(gateway.tenant(), "off", "ANY", "{}", false, null);
    grafana = gateway.addSource(gateway.tenant(), "grafana", "GRAFANA");
    signed = gateway.addSource(gateway.tenant(), "signed", "GRAFANA", "{}", true, "shh-secret");
    gateway.awaitLive(signed.key());
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
    ROOT.detachAppender(LOGGED);
    OURS.setLevel(null);
    assertThat(LOGGED.list).isNotEmpty();
    for (ILoggingEvent event : LOGGED.list) {
      String line =
          event.getFormattedMessage()
              + " "
              + event.getKeyValuePairs()
              + " "
              + event.getMDCPropertyMap();
      if (event.getThrowableProxy() != null) {
        line += event.getThrowableProxy().getMessage();
      }
      assertThat(line).doesNotContain(KEY, ownHeader.key(), signed.key(), "shh-secret");
    }
  }

  private static HttpRequest.Builder unkeyed(String path) {
    return gateway
        .to(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(ALERT));
  }

  private static int status(HttpRequest.Builder request) {
    return TestGateway.send(request).status();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyPlaceOfAKeyOpens() {
    assertThat(status(unkeyed(CUSTOM).header("Authorization", "Bearer " + KEY))).isEqualTo(202);
    assertThat(status(unkeyed(CUSTOM).header("Authorization", basic("any:" + KEY)))).isEqualTo(202);
    assertThat(status(unkeyed(CUSTOM).header("X-API-Key", KEY))).isEqualTo(202);
    assertThat(status(unkeyed(CUSTOM).header("X-Own-Key", ownHeader.key()))).isEqualTo(202);
    assertThat(status(unkeyed(CUSTOM + "?token=" + KEY))).isEqualTo(202);
    assertThat(status(unkeyed("/api/v1/webhooks/custom/" + KEY))).isEqualTo(202);
    assertThat(status(unkeyed("/api/v1/webhooks/custom/" + KEY + "/"))).isEqualTo(202);
    assertThat(status(unkeyed("/am/" + KEY + "/api/v1/webhooks/custom"))).isEqualTo(202);
    assertThat(
            TestGateway.send(
                    gateway
                        .to("/am/" + KEY + "/api/v2/alerts")
                        .POST(
                            HttpRequest.BodyPublishers.ofString(
                                "[{\"labels\":{\"alertname\":\"Prefixed\"}}]")))
                .status())
        .isEqualTo(200);
  }

  @Test
  void postWithoutAKeyIsChallengedSoThatItIsRepeatedWithBasicCredentials() {
    Reply reply = TestGateway.send(unkeyed(CUSTOM));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("www-authenticate")).startsWith("Basic realm=");
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void unknownKeyIs401InTheWordsOfTheRoute() {
    Reply own = gateway.post("imas_src_unknown", CUSTOM, ALERT);
    assertThat(own.status()).isEqualTo(401);
    assertThat(own.json().get("code").asText()).isEqualTo("unauthenticated");

    Reply api = gateway.post("imas_src_unknown", TestGateway.API_V2, ALERT);
    assertThat(api.status()).isEqualTo(401);
    assertThat(api.json().isTextual()).isTrue();
  }

  @Test
  void bodyOfAnUnknownSenderIsNeverRead() throws Exception {
    double before = gateway.metric("imas_ingest_refused_total", "unauthenticated");
    long letters = gateway.database().count("SELECT count(*) FROM dead_letter");
    try (Socket socket = gateway.socket()) {
      socket
          .getOutputStream()
          .write(
              ("POST " + CUSTOM + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();

      // It is answered although the body has hardly begun.
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
      assertThat(gateway.inFlightBytes()).isZero();
    }
    assertThat(gateway.metric("imas_ingest_refused_total", "unauthenticated"))
        .isEqualTo(before + 1);
    assertThat(
            gateway.post("imas_src_unknown", CUSTOM, "{".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(401);
    assertThat(gateway.database().count("SELECT count(*) FROM dead_letter")).isEqualTo(letters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/am/%zz/api/v2/alerts",
        "/api/v1/webhooks/custom/%zz",
        "/api/v1/webhooks/custom/?token=%zz",
        "/am//api/v2/alerts"
      })
  void keyThatCannotBeDecodedIs401AndNeverSilence(String path) throws Exception {
    try (Socket socket = gateway.socket()) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              ("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 401");
    }
  }

  @Test
  void sourceThatIsSwitchedOffIs403() {
    assertThat(gateway.post(inactive.key(), CUSTOM, ALERT).status()).isEqualTo(403);
  }

  @Test
  void sourceOfAnotherTypeIs403() {
    Reply reply = gateway.post(grafana.key(), CUSTOM, ALERT);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().get("detail").asText()).contains("GRAFANA");
  }

  @Test
  void anythingButAPostIs405() {
    Reply reply = TestGateway.send(gateway.withKey(CUSTOM, KEY).GET());

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).contains("POST");
  }

  @Test
  void expiredKeyOpensNothing() {
    Source brief = gateway.addSource(gateway.tenant(), "brief", "ANY");
    gateway.update(
        "UPDATE source_key SET expires_at = ?::timestamptz WHERE source_id = ?",
        gateway.clock().instant().plusSeconds(60).toString(),
        brief.id());
    dev.imas.fixtures.Await.until(
        "the key to be live",
        () -> gateway.post(brief.key(), CUSTOM, ALERT).status(),
        status -> status == 202);

    gateway.clock().move(java.time.Duration.ofSeconds(61));

    // The gateway may have learned of the key before it learned when the key expires.
    dev.imas.fixtures.Await.until(
        "the key to be dead",
        () -> gateway.post(brief.key(), CUSTOM, ALERT).status(),
        status -> status == 401);
  }

  private static HttpRequest.Builder signedAt(Source by, byte[] body, long second)
      throws Exception {
    String stamp = Long.toString(second);
    return gateway
        .json(by.key(), TestGateway.GRAFANA, body)
        .header("X-Grafana-Alerting-Timestamp", stamp)
        .header("X-Grafana-Alerting-Signature", sign(stamp + ":", body));
  }

  private static String sign(String prefix, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("shh-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(prefix.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }

  @Test
  void sourceThatSignsNeedsKeyAndSignatureOfATime() throws Exception {
    byte[] body = TestGateway.payload("grafana-unified/imas-no-fingerprint.json");
    long now = gateway.clock().instant().getEpochSecond();
    assertThat(status(gateway.json(signed.key(), TestGateway.GRAFANA, body))).isEqualTo(401);
    assertThat(
            status(
                gateway
                    .json(signed.key(), TestGateway.GRAFANA, body)
                    .header("X-Grafana-Alerting-Signature", sign("", body))))
        .isEqualTo(401);
    assertThat(status(signedAt(signed, body, now - 301))).isEqualTo(401);
    assertThat(gateway.alerts("name = 'HighMemoryUsage'")).isEmpty();

    assertThat(status(signedAt(signed, body, now))).isEqualTo(202);
  }

  @Test
  void signedPostIsTakenOnce() throws Exception {
    byte[] body = TestGateway.payload("grafana-unified/oncall-demo-multi.json");
    long now = gateway.clock().instant().getEpochSecond() - 7;

    assertThat(status(signedAt(signed, body, now))).isEqualTo(202);
    TestGateway.send(signedAt(signed, body, now)).assertProblem(409);
    assertThat(status(signedAt(signed, body, now + 1))).isEqualTo(202);
  }

  @Test
  void sourceMayTakeSignaturesThatCoverNoTime() throws Exception {
    Source timeless =
        gateway.addSource(
            gateway.tenant(),
            "timeless",
            "GRAFANA",
            "{\"unsigned_time\":true}",
            true,
            "shh-secret");
    gateway.awaitLive(timeless.key());
    byte[] body = TestGateway.payload("grafana-unified/oncall-demo-multi.json");
    HttpRequest.Builder post =
        gateway
            .json(timeless.key(), TestGateway.GRAFANA, body)
            .header("X-Grafana-Alerting-Signature", sign("", body));

    assertThat(status(post)).isEqualTo(202);
    assertThat(status(post)).isEqualTo(202);
  }

  @Test
  void secretBeforeThePresentOneCountsUntilItsEnd() throws Exception {
    Source turned =
        gateway.addSource(gateway.tenant(), "turned", "GRAFANA", "{}", true, "another-secret");
    byte[] body = TestGateway.payload("grafana-unified/oncall-demo-multi.json");
    gateway.awaitLive(turned.key());
    assertThat(status(signedAt(turned, body, seconds()))).isEqualTo(401);

    gateway.update(
        "UPDATE source SET former_secret_until = ?::timestamptz, former_secret_enc = (SELECT"
            + " signing_secret_enc FROM source WHERE id = ?) WHERE id = ?",
        gateway.clock().instant().plusSeconds(30).toString(),
        signed.id(),
        turned.id());
    dev.imas.fixtures.Await.until(
        "the former secret to count",
        () -> status(signedAt(turned, body, seconds() - 9)),
        status -> status == 202);
    gateway.clock().move(java.time.Duration.ofSeconds(31));

    assertThat(status(signedAt(turned, body, seconds()))).isEqualTo(401);
  }

  private static long seconds() {
    return gateway.clock().instant().getEpochSecond();
  }

  @Test
  void headerOfOneSourceOpensItAloneAndLocksNobodyOut() {
    Source greedy =
        gateway.addSource(
            gateway.tenant(),
            "greedy",
            "CUSTOM",
            "{\"key_header\":\"X-Seen-Everywhere\"}",
            true,
            null);
    gateway.awaitLive(greedy.key());

    for (String path :
        List.of("/am/" + KEY + "/api/v1/webhooks/custom", CUSTOM + "?token=" + KEY)) {
      assertThat(status(unkeyed(path).header("X-Seen-Everywhere", "no key"))).isEqualTo(202);
    }
    assertThat(status(unkeyed(CUSTOM).header("X-Own-Key", ownHeader.key()))).isEqualTo(202);
    assertThat(status(unkeyed(CUSTOM).header("X-Own-Key", KEY))).isEqualTo(401);
  }

  @Test
  void keyReadsAlertmanagersApiOnlyWhereItsSourceAllowsIt() {
    Source reader =
        gateway.addSource(
            gateway.tenant(), "reader", "CUSTOM", "{\"alertmanager_api\":true}", true, null);
    Source shut =
        gateway.addSource(
            gateway.tenant(), "shut", "PROMETHEUS", "{\"alertmanager_api\":false}", true, null);
    gateway.awaitLive(shut.key());

    for (String path : List.of("/api/v2/alerts", "/api/v2/alerts/groups", "/api/v2/status")) {
      assertThat(status(gateway.withKey(path, grafana.key()))).as(path).isEqualTo(403);
      assertThat(status(gateway.withKey(path, shut.key()))).as(path).isEqualTo(403);
      assertThat(status(gateway.withKey(path, KEY))).as(path).isEqualTo(200);
      assertThat(status(gateway.withKey(path, reader.key()))).as(path).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\33[2J", "a b", "<script>", ""})
  void requestIdThatIsNoneIsReplaced(String nonsense) throws Exception {
    try (java.net.Socket socket = gateway.socket()) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/webhooks/custom HTTP/1.1\r\nHost: x\r\nX-Request-Id: x"
                      + nonsense.translateEscapes()
                      + "'\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).doesNotContain("x" + nonsense.translateEscapes() + "'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/alerts?filter=%zz",
        "/api/v2/alerts/groups?filter=%zz",
        "/api/v2/status/%zz",
        "/api/v1/webhooks/custom/%zz/%zz?token=%zz"
      })
  void keyOfAPathIsNotLoggedWhateverStandsBehindIt(String rest) throws Exception {
    for (String prefix : List.of("/am/" + KEY, "/am/" + ownHeader.key())) {
      try (java.net.Socket socket = gateway.socket()) {
        socket
            .getOutputStream()
            .write(
                ("GET " + prefix + rest + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
            .startsWith("HTTP/1.1 4");
      }
    }
  }

  @Test
  void requestIdIsEchoed() {
    Reply good = TestGateway.send(gateway.json(KEY, CUSTOM, ALERT).header("X-Request-Id", "r-1"));
    Reply bad = TestGateway.send(unkeyed(CUSTOM).header("X-Request-Id", "r-2"));

    assertThat(good.header("x-request-id")).isEqualTo("r-1");
    assertThat(bad.header("x-request-id")).isEqualTo("r-2");
    assertThat(bad.json().get("request_id").asText()).isEqualTo("r-2");
  }
}
