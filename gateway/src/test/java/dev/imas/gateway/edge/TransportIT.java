package dev.imas.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.SourceKind.SetUp;
import dev.imas.fixtures.Await;
import dev.imas.gateway.Senders;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.sender.FixedAnswers;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import dev.imas.gateway.sender.SignatureForm;
import dev.imas.gateway.sender.custom.CustomDecoder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What formats may declare: forms, queries, signatures, answers and a deadline. */
class TransportIT {

  private static final String KUMA = "/api/v1/webhooks/uptime-kuma";
  private static final String HOOK = "/api/v1/webhooks/hook";
  private static final String HASTY = "/api/v1/webhooks/hasty";
  private static final String SECRET = "the-vendors-secret";
  private static final Duration DEADLINE = Duration.ofMillis(300);

  /** Reads custom bodies under another name. */
  private record Renamed(String dialect, AlertDecoder decoder) implements AlertDecoder {
    @Override
    public Decoding decode(byte[] body, int length, DecodeContext context) {
      return decoder.decode(body, length, context);
    }
  }

  private static final Sender VENDOR =
      new Sender(
          "VENDOR",
          "Vendor",
          "a vendor",
          List.of(
              Format.webhook("hook", "the name", new Renamed("hook", new CustomDecoder()))
                  .withSignatures(
                      SignatureForm.of("X-Hub-Signature-256", "sha256="),
                      SignatureForm.of("X-Dated-Signature", "v1=").ofDatedBodies())
                  .withQuery(QueryFields.each())
                  .withAnswers(FixedAnswers.empty(204)),
              Format.webhook("hasty", "the name", new Renamed("hasty", new CustomDecoder()))
                  .withDeadline(DEADLINE)
                  .withAnswers(new FixedAnswers(200, "{\"ok\":true}"))),
          EnumSet.of(KeyForm.SIGNATURE),
          false,
          "custom.md",
          new SetUp("a file", "{{key}}"));

  private static TestGateway gateway;
  private static Source kuma;
  private static Source signed;
  private static Source consenting;
  private static Source hasty;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start(new Senders().and(VENDOR), "gateway.event-loops", "1");
    kuma = gateway.addSource(gateway.tenant(), "kuma", "UPTIME_KUMA");
    signed = gateway.addSource(gateway.tenant(), "signed", "VENDOR", "{}", true, SECRET);
    consenting =
        gateway.addSource(
            gateway.tenant(), "consenting", "VENDOR", "{\"unsigned_time\":true}", true, SECRET);
    hasty = gateway.addSource(gateway.tenant(), "hasty", "VENDOR");
    for (Source source : List.of(kuma, signed, consenting, hasty)) {
      gateway.awaitLive(source.key());
    }
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
    gateway.ledgerBalances();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String beat(int monitor, int status) {
    return "{\"heartbeat\":{\"status\":"
        + status
        + "},\"monitor\":{\"id\":"
        + monitor
        + ",\"name\":\"M"
        + monitor
        + "\"},\"msg\":\"said \\\"so\\\" & more\"}";
  }

  private static Reply form(String type, String body) {
    return TestGateway.send(
        gateway
            .withKey(KUMA, kuma.key())
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String multipart(String json) {
    return "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n" + json + "\r\n--b--\r\n";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  // Forms

  @Test
  void jsonOfAFormIsReadLikeABody() {
    String boundary = "multipart/form-data; boundary=b";
    assertThat(form(boundary, multipart(beat(11, 0))).status()).isEqualTo(202);
    assertThat(gateway.alert("M11").firing()).isTrue();
    assertThat(form("application/x-www-form-urlencoded", "data=" + encoded(beat(11, 1))).status())
        .isEqualTo(202);
    assertThat(gateway.alert("M11").firing()).isFalse();
  }

  @Test
  void brokenFormIsToldItsFaultAndKept() {
    Reply reply = form("multipart/form-data; boundary=b", "--b\r\nno end");

    reply.assertProblem(400);
    assertThat(reply.json().get("detail").asText()).contains("not a multipart form", "do not end");
    assertThat(
            gateway
                .database()
                .count("SELECT count(*) FROM dead_letter WHERE reason LIKE 'not a multipart%'"))
        .isOne();
    form("application/x-www-form-urlencoded", "json=1").assertProblem(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data; boundary=b", "application/x-www-form-urlencoded"})
  void formatThatDeclaresNoFormsTakesNone(String type) {
    TestGateway.send(
            gateway
                .withKey(TestGateway.GRAFANA, TestGateway.KEY)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(multipart("{}"))))
        .assertProblem(415);
  }

  // GET

  private static String kumaQuery(int monitor, int status) {
    return "?token="
        + kuma.key()
        + "&msg="
        + encoded("it said so")
        + "&heartbeat="
        + encoded("{\"status\":" + status + "}")
        + "&monitor="
        + encoded("{\"id\":" + monitor + ",\"name\":\"M" + monitor + "\"}");
  }

  private static HttpRequest.Builder query(int monitor, int status) {
    return gateway.to(KUMA + kumaQuery(monitor, status)).GET();
  }

  @Test
  void queryIsReadLikeABody() {
    Reply reply = TestGateway.send(query(21, 0));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
    assertThat(gateway.alert("M21").firing()).isTrue();
    assertThat(TestGateway.send(query(21, 1)).status()).isEqualTo(202);
    assertThat(gateway.alert("M21").firing()).isFalse();
  }

  @Test
  void longQueryIsRead() {
    Reply reply =
        TestGateway.send(gateway.to(KUMA + kumaQuery(22, 0) + "&more=" + "x".repeat(10_000)).GET());

    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void bodyOfAGetIsNotRead() throws Exception {
    try (Socket socket = gateway.socket()) {
      byte[] body = "{\"msg\":\"from the body\"}".getBytes(UTF_8);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET "
                  + KUMA
                  + kumaQuery(23, 0)
                  + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(UTF_8));
      out.write(body);
      out.flush();

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 202");
    }
    assertThat(gateway.alert("M23").firing()).isTrue();
  }

  @Test
  void nothingIsPostedByWhatAsksAhead() {
    long before = gateway.ledger("accepted");
    for (HttpRequest.Builder request :
        List.of(
            query(24, 0).method("HEAD", HttpRequest.BodyPublishers.noBody()),
            query(24, 0).header("Sec-Purpose", "prefetch"),
            query(24, 0).header("Purpose", "prefetch"),
            query(24, 0).header("X-Moz", "prefetch"),
            query(24, 0).header("Sec-Fetch-Site", "cross-site"))) {
      Reply reply = TestGateway.send(request);

      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.header("allow")).contains("GET", "POST");
    }
    assertThat(gateway.ledger("accepted")).isEqualTo(before);
    assertThat(TestGateway.send(query(24, 0).header("Sec-Fetch-Site", "none")).status())
        .isEqualTo(202);
  }

  @Test
  void getNeedsAKeyAndKeepsNone() {
    TestGateway.send(gateway.to(KUMA + "?msg=x").GET()).assertProblem(401);
    TestGateway.send(
            gateway.to(KUMA + "?api_key=" + kuma.key() + "&token=other&auth_token=x&odd=1").GET())
        .assertProblem(401);

    TestGateway.send(gateway.to(KUMA + "?token=" + kuma.key() + "&api_key=x&odd=1").GET())
        .assertProblem(422);

    assertThat(
            gateway
                .database()
                .query(
                    "SELECT convert_from(body, 'UTF8') FROM dead_letter WHERE dialect ="
                        + " 'uptime-kuma'"))
        .contains("{\"odd\":\"1\"}")
        .noneMatch(body -> body.contains(kuma.key()) || body.contains("api_key"));
  }

  @Test
  void sourceThatSignsTakesNoGet() {
    Reply reply = TestGateway.send(gateway.to(HOOK + "/" + signed.key() + "?name=G").GET());

    reply.assertProblem(401);
    assertThat(reply.json().get("detail").asText()).contains("not signed");
  }

  // Signatures and answers

  private static String hmac(byte[] bytes) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(bytes));
  }

  private static Reply hook(Source source, String header, String signature, byte[] body) {
    return TestGateway.send(gateway.json(source.key(), HOOK, body).header(header, signature));
  }

  @Test
  void vendorsSignatureIsTakenAndAnsweredAsItsFormatSays() throws Exception {
    byte[] body = "{\"name\":\"Hooked\"}".getBytes(UTF_8);
    String signature = "sha256=" + hmac(body);

    Reply reply = hook(consenting, "X-Hub-Signature-256", signature, body);
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    assertThat(gateway.alert("Hooked").firing()).isTrue();
    hook(consenting, "X-Hub-Signature-256", "sha256=" + "0".repeat(64), body).assertProblem(401);
    hook(signed, "X-Hub-Signature-256", signature, body).assertProblem(401);
    TestGateway.send(gateway.json(signed.key(), HOOK, body)).assertProblem(401);
  }

  @Test
  void repeatOfADatedBodyIsTakenAndChangesNothing() throws Exception {
    String at = gateway.clock().instant().minusSeconds(60).toString();
    byte[] fires = ("{\"name\":\"Dated\",\"observed_at\":\"" + at + "\"}").getBytes(UTF_8);
    String signature = "v1=" + "0".repeat(64) + ",v1=" + hmac(fires);

    for (int i = 0; i < 2; i++) {
      assertThat(hook(signed, "X-Dated-Signature", signature, fires).status()).isEqualTo(204);
    }
    assertThat(gateway.transitions("Dated")).hasSize(1);
  }

  @Test
  void signatureIsOverTheBytesAsTheyAreSent() throws Exception {
    byte[] body = "{\"name\":\"Packed\"}".getBytes(UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    for (byte[] over : Arrays.asList(body, packed.toByteArray())) {
      Reply reply =
          TestGateway.send(
              gateway
                  .json(consenting.key(), HOOK, packed.toByteArray())
                  .header("Content-Encoding", "gzip")
                  .header("X-Hub-Signature-256", "sha256=" + hmac(over)));

      assertThat(reply.status()).isEqualTo(over == body ? 401 : 204);
    }
  }

  // The deadline

  private static double passed() {
    return gateway.metric("imas_ingest_deadlines_passed_total", "hasty");
  }

  @Test
  void senderThatWaitsNoLongerIsAnsweredAndItsAlertIsStoredAllTheSame() throws Exception {
    byte[] body = "{\"name\":\"Hasty\"}".getBytes(UTF_8);
    assertThat(gateway.post(hasty.key(), HASTY, "{\"name\":\"Before\"}".getBytes(UTF_8)).body())
        .isEqualTo("{\"ok\":true}");
    double before = passed();
    try (Connection lock = gateway.database().connect()) {
      lock.setAutoCommit(false);
      try (Statement statement = lock.createStatement()) {
        statement.execute("LOCK TABLE alert_state, alert_repeat IN ACCESS EXCLUSIVE MODE");
      }
      long begun = System.nanoTime();
      CompletableFuture<Reply> answer =
          TestGateway.sendAsync(gateway.json(hasty.key(), HASTY, body));

      Reply reply = answer.get();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(DEADLINE);
      reply.assertProblem(503);
      assertThat(reply.header("retry-after")).isEqualTo("1");
      assertThat(gateway.inFlightBytes()).as("it is still held").isPositive();
      assertThat(passed()).isEqualTo(before + 1);
      lock.rollback();
    }
    Await.until("it to be stored", () -> gateway.alerts("name = 'Hasty'"), a -> !a.isEmpty());
    gateway.awaitNothingInFlight();
    assertThat(gateway.post(hasty.key(), HASTY, body).status()).isEqualTo(200);
    assertThat(gateway.transitions("Hasty")).as("a repeat").hasSize(1);
    assertThat(passed()).as("what is answered in time counts not").isEqualTo(before + 1);
  }

  @Test
  void bodyThatIsStillOnItsWayAtTheDeadlineIsStored() throws Exception {
    byte[] body = "{\"name\":\"Slow\"}".getBytes(UTF_8);
    try (Socket socket = gateway.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(TestGateway.head(hasty.key(), HASTY, "Content-Length: " + body.length));
      out.write(body, 0, 5);
      out.flush();
      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 503");
      out.write(body, 5, body.length - 5);
      out.flush();

      Await.until("it to be stored", () -> gateway.alerts("name = 'Slow'"), a -> !a.isEmpty());
    }
  }
}
