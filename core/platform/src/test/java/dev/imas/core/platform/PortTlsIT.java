package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.RawHttp;
import dev.imas.fixtures.SelfSigned;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that speaks TLS, and real clients. */
class PortTlsIT {

  private static final Instant NOW = Instant.now();
  private static final SelfSigned FIRST = until(90);
  private static final SelfSigned SECOND = until(180);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MovableClock clock = new MovableClock(NOW);
  @TempDir private Path folder;
  private PortTls tls;
  private HttpListener listener;

  private static SelfSigned until(int days) {
    return SelfSigned.of(
        "localhost", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(days)));
  }

  private Path certificate() {
    return folder.resolve("tls.crt");
  }

  private Path key() {
    return folder.resolve("tls.key");
  }

  private void listen(SelfSigned server, Map<String, String> more) {
    server.write(certificate(), key());
    Properties set = new Properties();
    set.setProperty("test.tls.certificate", certificate().toString());
    set.setProperty("test.tls.key", key().toString());
    set.putAll(more);
    tls =
        new PortTls(
            TlsFiles.read(new Settings(Map.of(), set), "test").orElseThrow(), clock, meters);
    Duration longest = Duration.ofMinutes(1);
    HttpPort port =
        new HttpPort(
            "test",
            new HttpLimits(10, longest, longest, longest, longest),
            meters,
            address -> false,
            Optional.of(tls));
    Promise<HttpListener> listening = Promise.promise();
    vertx.runOnContext(
        now -> {
          HttpListener made = port.listener(vertx, true, PortTlsIT::answer);
          made.listen(0, "127.0.0.1").map(made).onComplete(listening);
        });
    listener = Await.result(listening.future());
  }

  private static void answer(HttpServerRequest request) {
    if ("/ws".equals(request.path())) {
      WebSockets.upgrade(request)
          .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
    } else {
      request
          .body()
          .onSuccess(body -> request.response().end(request.scheme() + " " + body.length()));
    }
  }

  @BeforeEach
  void listen() {
    listen(FIRST, Map.of());
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + listener.actualPort() + path);
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("https", path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient trusting(SelfSigned server, SelfSigned... own) {
    return HttpClient.newBuilder().sslContext(server.trusted(own)).build();
  }

  private RawHttp open(SSLContext context) {
    return new RawHttp(listener.actualPort()).over(context);
  }

  @Test
  void clientThatTrustsTheCertificateIsServedByHttp11() throws Exception {
    try (HttpClient client = trusting(FIRST)) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri("https", "/posts"))
                  .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("https 100000");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void webSocketsGoOverTls() throws Exception {
    CompletableFuture<String> echo = new CompletableFuture<>();
    try (HttpClient client = trusting(FIRST)) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  uri("wss", "/ws"),
                  new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(
                        WebSocket from, CharSequence text, boolean last) {
                      echo.complete(text.toString());
                      return null;
                    }
                  })
              .get(10, TimeUnit.SECONDS);
      socket.sendText("over TLS", true);

      assertThat(echo.get(10, TimeUnit.SECONDS)).isEqualTo("over TLS");
      socket.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"})
  void onlyTls12And13AreSpokenWithForwardSecrecy(String protocol) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            FIRST.trusted().getSocketFactory().createSocket("localhost", listener.actualPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      if (protocol.compareTo("TLSv1.2") < 0) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      } else {
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(socket.getSession().getCipherSuite()).doesNotContain("CBC", "TLS_RSA");
      }
    }
  }

  @Test
  void plainRequestIsToldToUseTls() {
    try (RawHttp plain = new RawHttp(listener.actualPort())) {
      plain.send("GET /api/v1/incidents HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(plain.untilClosed(Duration.ofSeconds(10)))
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "begins with https");
    }
  }

  @Test
  void probeOfThisMachineMayAskInPlainText() {
    try (RawHttp plain = new RawHttp(listener.actualPort())) {
      plain.send("GET /health/ready HTTP/1.0\r\n\r\n");
      assertThat(plain.firstHead(Duration.ofSeconds(10))).startsWith("HTTP/1.0 200");
    }
    try (RawHttp proxied = new RawHttp(listener.actualPort())) {
      proxied.send("GET /health/ready HTTP/1.0\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
      assertThat(proxied.firstHead(Duration.ofSeconds(10))).startsWith("HTTP/1.0 400");
    }
  }

  @Test
  void newCertificateIsUsedAndOpenConnectionsGoOn() throws Exception {
    try (RawHttp open = open(FIRST.trusted());
        HttpClient later = trusting(SECOND)) {
      String request = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
      assertThat(open.send(request).firstHead(Duration.ofSeconds(10))).startsWith("HTTP/1.1 200");
      assertThatThrownBy(() -> get(later, "/a")).isInstanceOf(IOException.class);

      SECOND.write(certificate(), key());
      tls.look();

      assertThat(get(later, "/a").statusCode()).isEqualTo(200);
      assertThat(open.send(request).firstHead(Duration.ofSeconds(10))).startsWith("HTTP/1.1 200");
      assertThat(tls.shown())
          .containsEntry("expires_at", SECOND.certificate().getNotAfter().toInstant());
    }
  }

  @Test
  void filesThatCannotBeUsedKeepTheFormerCertificateUntilTheyCan() throws Exception {
    try (HttpClient first = trusting(FIRST);
        HttpClient second = trusting(SECOND)) {
      // As a renewal does that writes one file after the other.
      Files.writeString(certificate(), SECOND.pem());
      tls.look();

      assertThat(get(first, "/a").statusCode()).isEqualTo(200);
      assertThat(tls.shown())
          .containsEntry("status", "failing")
          .containsEntry("since", NOW)
          .hasEntrySatisfying(
              "reason", reason -> assertThat((String) reason).startsWith("test.tls.key is not"));
      assertThat(meters.get("imas_tls_files_failing").gauge().value()).isEqualTo(1);

      Files.delete(key());
      tls.look();
      assertThat((String) tls.shown().get("reason")).contains("cannot be read").doesNotContain("/");

      SECOND.write(certificate(), key());
      tls.look();
      assertThat(tls.shown()).containsEntry("status", "healthy").doesNotContainKey("reason");
      assertThat(get(second, "/a").statusCode()).isEqualTo(200);
      assertThat(meters.get("imas_tls_files_failing").gauge().value()).isZero();
    }
  }

  @Test
  void takingBackABrokenChangeIsEnough() throws Exception {
    Files.delete(key());
    tls.look();
    assertThat(tls.shown()).containsEntry("status", "failing");

    FIRST.write(certificate(), key());
    tls.look();

    assertThat(tls.shown()).containsEntry("status", "healthy");
  }

  @Test
  void certificateThatHasEndedIsNotTakenForOneThatHasNot() throws Exception {
    until(-1).write(certificate(), key());
    tls.look();

    assertThat((String) tls.shown().get("reason")).contains("put one there that is valid now");
    try (HttpClient client = trusting(FIRST)) {
      assertThat(get(client, "/a").statusCode()).isEqualTo(200);
    }
  }

  /** The clock of its authority may be ahead. */
  @Test
  void certificateThatIsNotValidYetIsUsedOnceItIs() throws Exception {
    SelfSigned early =
        SelfSigned.of("localhost", NOW.plusSeconds(60), NOW.plus(Duration.ofDays(90)));
    early.write(certificate(), key());
    tls.look();
    assertThat(tls.shown()).containsEntry("status", "failing");

    clock.move(Duration.ofSeconds(61));
    tls.look();

    assertThat(tls.shown())
        .containsEntry("status", "healthy")
        .containsEntry("expires_at", early.certificate().getNotAfter().toInstant());
  }

  @Test
  void endOfTheCertificateIsSaidThreeWeeksBefore() {
    assertThat(tls.shown()).containsEntry("status", "healthy");
    assertThat(meters.get("imas_tls_certificate_expires_seconds").gauge().value())
        .isBetween(Duration.ofDays(89).toSeconds() * 1.0, Duration.ofDays(91).toSeconds() * 1.0);

    clock.move(Duration.ofDays(70));
    assertThat(tls.shown()).containsEntry("status", "ends_soon");

    clock.move(Duration.ofDays(21));
    assertThat(tls.shown()).containsEntry("status", "ended");
    assertThat(meters.get("imas_tls_certificate_expires_seconds").gauge().value()).isNegative();
  }

  @Test
  void onlyClientsWithATrustedCertificateAreServedWhereTheyMustHaveOne() throws Exception {
    Await.result(listener.close(Duration.ZERO));
    SelfSigned known = SelfSigned.of("known", NOW.minusSeconds(60), NOW.plus(Duration.ofDays(9)));
    SelfSigned other = SelfSigned.of("other", NOW.minusSeconds(60), NOW.plus(Duration.ofDays(9)));
    Path clients = folder.resolve("clients.pem");
    Files.writeString(clients, known.pem());
    meters.clear();
    listen(FIRST, Map.of("test.tls.client-ca", clients.toString()));

    try (HttpClient with = trusting(FIRST, known);
        HttpClient without = trusting(FIRST);
        HttpClient wrong = trusting(FIRST, other)) {
      assertThat(get(with, "/a").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = get(without, "/a");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("test.tls.client-ca");
      assertThat(get(without, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(wrong, "/a").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void keyThatAllUsersCanReadIsFound() throws Exception {
    TlsFiles files = files();
    assertThat(files.isKeyOpen()).isFalse();

    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(files.isKeyOpen()).isTrue();
  }

  private TlsFiles files() {
    Properties set = new Properties();
    set.setProperty("test.tls.certificate", certificate().toString());
    set.setProperty("test.tls.key", key().toString());
    return TlsFiles.read(new Settings(Map.of(), set), "test").orElseThrow();
  }

  @Test
  void endedHandshakesAreCounted() throws Exception {
    try (HttpClient stranger = trusting(SECOND)) {
      assertThatThrownBy(() -> get(stranger, "/a")).isInstanceOf(IOException.class);
    }
    Await.until(
        "it to be counted",
        () -> meters.counter("imas.tls.handshakes.failed", "role", "test").count(),
        count -> count >= 1);
  }

  @Test
  void drainSaysThatTheConnectionEnds() {
    try (RawHttp open = open(FIRST.trusted())) {
      String request = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
      assertThat(open.send(request).firstHead(Duration.ofSeconds(10))).startsWith("HTTP/1.1 200");
      listener.drain();
      Await.until(
          "the answer that is the last",
          () ->
              open.tries(request.getBytes(StandardCharsets.US_ASCII))
                  ? open.firstHead(Duration.ofSeconds(10))
                  : "closed",
          head -> head.contains("connection: close"));
      assertThat(open.untilClosed(Duration.ofSeconds(10))).doesNotContain("HTTP/1.1");
    }
  }
}
