package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.ALERTMANAGER;
import static dev.imas.gateway.TestGateway.API_V2;
import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.GRAFANA;
import static dev.imas.gateway.TestGateway.KEY;
import static dev.imas.gateway.TestGateway.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a body, and what its sender is told. */
class MalformedOverHttpIT {

  private static final int MB = 1_000_000;

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2", "gateway.max-batch", "1000");
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static byte[] malformed(String name) {
    return payload("malformed/" + name + ".json");
  }

  private static long deadLetters(String where) {
    return gateway.database().count("SELECT count(*) FROM dead_letter WHERE " + where);
  }

  private static void assertProblem(Reply reply, int status) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.json().get("status").asInt()).isEqualTo(status);
    assertThat(reply.json().get("title").asText()).isNotBlank();
    assertThat(reply.json().get("detail").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated",
        "trailing-garbage",
        "two-documents",
        "empty-body",
        "whitespace-only",
        "html-error-page",
        "string",
        "null",
        "form-encoded",
        "invalid-utf8",
        "utf16-with-bom",
        "nan-infinity"
      })
  void whatIsNotJsonIs400WithItsOffsetAndIsKeptWithItsBytes(String name) {
    byte[] body = malformed(name);
    long accepted = gateway.ledger("accepted");

    Reply reply = gateway.post(ALERTMANAGER, body);

    assertProblem(reply, 400);
    assertThat(reply.json().get("detail").asText()).containsPattern("at byte \\d+");
    assertThat(
            deadLetters(
                "kind = 'body' AND NOT counted AND body_size = "
                    + body.length
                    + " AND md5(body) = '"
                    + md5(body)
                    + "' AND reason LIKE '%at byte%'"))
        .isEqualTo(1);
    assertThat(gateway.ledger("accepted")).isEqualTo(accepted);
  }

  private static String md5(byte[] bytes) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "empty-object, /alerts",
    "alerts-is-object, /alerts",
    "labels-is-list, /alerts/0/labels"
  })
  void wrongShapeIs422NamingTheField(String name, String pointer) {
    for (String route : List.of(ALERTMANAGER, GRAFANA)) {
      Reply reply = gateway.post(route, malformed(name));

      assertProblem(reply, 422);
      assertThat(reply.json().get("pointer").asText()).isEqualTo(pointer);
    }
  }

  @Test
  void emptyListIsProcessedAsNothing() {
    Reply custom = gateway.post(CUSTOM, malformed("empty-array"));
    assertThat(custom.status()).isEqualTo(202);
    assertThat(custom.json().get("processed").asInt()).isZero();

    assertThat(gateway.post(API_V2, malformed("empty-array")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "duplicate-keys",
        "utf8-bom-valid",
        "lone-surrogate",
        "nul-character",
        "label-values-not-strings",
        "status-is-number",
        "bad-timestamps",
        "empty-labels",
        "empty-and-odd-label-names",
        "unicode"
      })
  void whatCanBeReadIsStoredAndNeverAnErrorOfTheDatabase(String name) {
    double refused = gateway.metric("imas_ingest_rows_refused_total");

    Reply reply = gateway.post(ALERTMANAGER, malformed(name));

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(reply.json().has("dead_lettered")).isFalse();
    assertThat(gateway.metric("imas_ingest_rows_refused_total")).isEqualTo(refused);
  }

  @Test
  void numbersOutOfRangeAreTaken() {
    assertThat(gateway.post(CUSTOM, malformed("number-overflow")).status()).isEqualTo(202);
  }

  @Test
  void unicodeComesOutByteForByte() {
    gateway.post(ALERTMANAGER, malformed("unicode"));

    TestGateway.StoredAlert alert = gateway.alert("ディスク満杯 💥");
    assertThat(alert.labels())
        .containsEntry("combining", "e\u0301")
        .containsEntry("zwj", "👩‍👩‍👧‍👦");
    assertThat(alert.annotations().get("summary")).endsWith("\r\nX-Injected: 1");
  }

  @Test
  void goodNeighboursOfABrokenElementAreKeptInOrder() {
    Reply reply =
        TestGateway.send(
            gateway
                .json(KEY, ALERTMANAGER, malformed("one-bad-of-three"))
                .header("Prefer", "return=representation"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("processed").asInt()).isEqualTo(2);
    assertThat(reply.json().get("dead_lettered").asInt()).isEqualTo(1);
    assertThat(reply.json().get("results").findValuesAsText("disposition"))
        .containsExactly("opened", "dead_lettered", "stale");
    assertThat(reply.json().get("results").get(1).get("pointer").asText()).isEqualTo("/alerts/1");
    assertThat(
            deadLetters(
                "kind = 'element' AND counted AND pointer = '/alerts/1'"
                    + " AND convert_from(body, 'UTF8') = '\"not an alert\"'"))
        .isEqualTo(1);
    assertThat(gateway.alert("Good1").firing()).isTrue();
  }

  @Test
  void apiOfAlertmanagerAnswersJsonStringsAndKeepsTheGoodAlerts() {
    Reply object = gateway.post(API_V2, malformed("v2-alerts-object-instead-of-array"));
    assertThat(object.status()).isEqualTo(400);
    assertThat(object.json().isTextual()).isTrue();

    Reply missing = gateway.post(API_V2, malformed("v2-alerts-missing-labels"));
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.json().isTextual()).isTrue();
    assertThat(missing.json().asText()).contains("/0");
    assertThat(gateway.alert("Good").firing()).isTrue();
    assertThat(deadLetters("dialect = 'alertmanager-api-v2' AND kind = 'element'")).isPositive();

    Reply badName = gateway.post(API_V2, malformed("v2-alerts-invalid-label-name"));
    assertThat(badName.status()).isEqualTo(400);
    assertThat(gateway.alert("Y").labels()).doesNotContainKey("empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/xml", "image/png", "application/x-www-form-urlencoded"})
  void otherMediaTypesAre415(String type) {
    Reply reply =
        TestGateway.send(
            gateway
                .withKey(ALERTMANAGER, KEY)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertProblem(reply, 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/json; charset=utf-8",
        "application/cloudevents+json",
        "Application/JSON"
      })
  void typesThatMeanJsonAreReadAsJson(String type) {
    HttpRequest.Builder request =
        gateway
            .withKey(CUSTOM, KEY)
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Typed\"}"));

    Reply reply = TestGateway.send(type.isEmpty() ? request : request.header("Content-Type", type));

    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void datadogsFormIsRead() {
    Reply reply =
        TestGateway.send(
            gateway
                .withKey(TestGateway.DATADOG, KEY)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "alert_id=4711&alert_transition=Triggered&title=Form+of+Datadog")));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(gateway.alert("Form of Datadog").firing()).isTrue();
  }

  // Codings

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static Reply postCoded(String coding, byte[] body) {
    return TestGateway.send(gateway.json(KEY, CUSTOM, body).header("Content-Encoding", coding));
  }

  @Test
  void gzipAndDeflateAreRead() throws Exception {
    byte[] body = "{\"name\":\"Packed\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(postCoded("gzip", gzip(body)).status()).isEqualTo(202);

    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(body);
    }
    assertThat(postCoded("deflate", deflated.toByteArray()).status()).isEqualTo(202);
    assertThat(gateway.alert("Packed").fireCount()).isEqualTo(2);
  }

  @Test
  void codingThatIsNotKnownIs415AndOneThatIsNotTrueIs400() {
    assertProblem(postCoded("br", new byte[] {1}), 415);
    assertProblem(postCoded("gzip", "{}".getBytes(StandardCharsets.UTF_8)), 400);
    assertProblem(postCoded("gzip", Arrays.copyOf(gzip(new byte[1000]), 15)), 400);
    assertProblem(postCoded("gzip", new byte[0]), 400);
  }

  @Test
  void twentyKilobytesThatInflateToTwentyMegabytesAre413() {
    byte[] bomb = gzip(new byte[20 * MB]);
    assertThat(bomb.length).isLessThan(30_000);

    assertProblem(postCoded("gzip", bomb), 413);
  }

  @Test
  void twoMegabytesThatInflateToTwoGigabytesAre413WithoutInflatingThem() {
    // Zeros shrink a thousandfold; gzip reads members one after the other as one stream.
    byte[] member = gzip(new byte[100 * MB]);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      bomb.writeBytes(member);
    }
    long begun = System.nanoTime();

    assertProblem(postCoded("gzip", bomb.toByteArray()), 413);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  // Sizes

  @Test
  void twentyMegabytesAre413AndTheConnectionGoesOn() throws Exception {
    byte[] good = "{\"name\":\"AfterTooLarge\"}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = gateway.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(TestGateway.head(CUSTOM, "Content-Length: " + 20 * MB));
      byte[] chunk = new byte[MB];
      Arrays.fill(chunk, (byte) ' ');
      for (int i = 0; i < 20; i++) {
        out.write(chunk);
      }
      assertThat(response(socket.getInputStream())).startsWith("HTTP/1.1 413");

      out.write(TestGateway.head(CUSTOM, "Content-Length: " + good.length));
      out.write(good);

      assertThat(response(socket.getInputStream())).startsWith("HTTP/1.1 202");
    }
  }

  @Test
  void twentyMegabytesWithoutAnAnnouncedLengthAre413AndTheConnectionGoesOn() throws Exception {
    byte[] good = "{\"name\":\"AfterChunked\"}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = gateway.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(TestGateway.head(CUSTOM, "Transfer-Encoding: chunked"));
      byte[] chunk = new byte[MB];
      Arrays.fill(chunk, (byte) ' ');
      for (int i = 0; i < 20; i++) {
        out.write((Integer.toHexString(MB) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(response(socket.getInputStream())).startsWith("HTTP/1.1 413");

      out.write(TestGateway.head(CUSTOM, "Content-Length: " + good.length));
      out.write(good);

      assertThat(response(socket.getInputStream())).startsWith("HTTP/1.1 202");
    }
  }

  /** One whole response: head, then as many bytes as it announces. */
  private static String response(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return head.toString(StandardCharsets.US_ASCII) + "<closed>";
      }
      head.write(b);
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    for (String line : text.split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")) {
        in.readNBytes(Integer.parseInt(line.substring(16)));
      }
    }
    return text;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"alerts\":[{\"labels\":{\"alertname\":\"D\"},\"annotations\":{\"x\":"})
  void nestingOfTenThousandIs400AtOnce(String before) {
    Reply reply = gateway.post(ALERTMANAGER, before + "[".repeat(10_000));

    assertProblem(reply, 400);
  }

  @Test
  void tenThousandLabelsAreCutAndFlagged() {
    StringBuilder labels = new StringBuilder("\"alertname\":\"Wide\"");
    for (int i = 0; i < 10_000; i++) {
      labels.append(",\"l").append(i).append("\":\"v\"");
    }

    Reply reply = gateway.post(API_V2, "[{\"labels\":{" + labels + "}}]");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(gateway.alert("Wide").labels()).hasSize(64);
    assertThat(gateway.alert("Wide").details().get("flags")).contains("truncated");
  }

  @Test
  void longValuesThatDifferAtTheirEndStayTwoAlerts() {
    String value = "x".repeat(MB);
    for (String end : List.of("a", "b")) {
      gateway.custom("\"name\":\"Long\",\"labels\":{\"v\":\"" + value + end + "\"}");
    }
    gateway.custom("\"name\":\"Long\",\"labels\":{\"" + "n".repeat(10_000) + "\":\"v\"}");

    assertThat(gateway.alerts("name = 'Long'")).hasSize(3);
  }

  // Numbers

  @Test
  void fiveThousandAlertsInOneBodyAreCommittedInSeveralTransactionsAndAnsweredOnce() {
    double commits = gateway.metric("imas_ingest_commit_seconds");

    Reply reply = gateway.post(ALERTMANAGER, TestGateway.storm("Storm", 5_000));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("processed").asInt()).isEqualTo(5_000);
    assertThat(reply.json().get("opened").asInt()).isEqualTo(5_000);
    assertThat(gateway.metric("imas_ingest_commit_seconds") - commits).isEqualTo(5);
    assertThat(gateway.database().count("SELECT count(*) FROM alert WHERE name = 'Storm'"))
        .isEqualTo(5_000);
  }

  @Test
  void theSameBodyAHundredTimesAtOnceIsOneAlertCountedAHundredTimes() {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      replies.add(gateway.postAsync(CUSTOM, "{\"name\":\"Hundred\"}"));
    }

    int opened = 0;
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(reply.join().status()).isEqualTo(202);
      opened += reply.join().json().path("opened").asInt();
    }

    assertThat(opened).isEqualTo(1);
    assertThat(gateway.alert("Hundred").fireCount()).isEqualTo(100);
    assertThat(gateway.alert("Hundred").episode()).isEqualTo(1);
  }

  // Senders that stop in the middle

  /** By the monotonic clock: that of the wall may be set, and no body on its way may suffer. */
  @Test
  void bodyThatStopsHalfwayIsGivenUpInItsTimeAndNothingOfItIsStored() throws Exception {
    try (TestGateway quick = TestGateway.start("gateway.body-timeout", "2s");
        Socket socket = quick.socket()) {
      long begun = System.nanoTime();
      socket.getOutputStream().write(TestGateway.head(CUSTOM, "Content-Length: 1000000"));
      socket.getOutputStream().write("{\"name\":\"Half\"".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      Await.until("the body to begin", quick::inFlightBytes, bytes -> bytes > 0);

      quick.clock().move(Duration.ofHours(1));

      assertThat(response(socket.getInputStream())).startsWith("HTTP/1.1 408");
      assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofSeconds(2).toNanos());
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(quick.metric("imas_ingest_refused_total", "too_slow")).isEqualTo(1);
      assertThat(quick.alerts("name = 'Half'")).isEmpty();
    }
  }

  @Test
  void senderThatGoesAwayHalfwayLeavesNothingBehind() throws Exception {
    try (Socket socket = gateway.socket()) {
      socket.getOutputStream().write(TestGateway.head(CUSTOM, "Content-Length: 1000000"));
      socket.getOutputStream().write("{\"name\":\"Gone\"".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      Await.until("the body to begin", gateway::inFlightBytes, bytes -> bytes > 0);
    }

    gateway.awaitNothingInFlight();
    assertThat(gateway.alerts("name = 'Gone'")).isEmpty();
  }

  @Test
  void bodyThatComesByteByByteIsRead() throws Exception {
    byte[] body = "{\"name\":\"Drip\"}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = gateway.socket()) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(TestGateway.head(CUSTOM, "Content-Length: " + body.length));
      InputStream bytes = new ByteArrayInputStream(body);
      for (int b = bytes.read(); b >= 0; b = bytes.read()) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
      }

      assertThat(response(socket.getInputStream())).startsWith("HTTP/1.1 202");
    }
    assertThat(gateway.alert("Drip").firing()).isTrue();
  }
}
