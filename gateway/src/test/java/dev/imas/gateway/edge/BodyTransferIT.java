package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.ALERTMANAGER;
import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.KEY;
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

/**
 * How a body arrives: compressed, too large, with thousands of alerts, in pieces, or never
 * completely.
 */
class BodyTransferIT {

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
    postCoded("br", new byte[] {1}).assertProblem(415);
    postCoded("gzip", "{}".getBytes(StandardCharsets.UTF_8)).assertProblem(400);
    postCoded("gzip", Arrays.copyOf(gzip(new byte[1000]), 15)).assertProblem(400);
    postCoded("gzip", new byte[0]).assertProblem(400);
  }

  @Test
  void twentyKilobytesThatInflateToTwentyMegabytesAre413() {
    byte[] bomb = gzip(new byte[20 * MB]);
    assertThat(bomb.length).isLessThan(30_000);

    postCoded("gzip", bomb).assertProblem(413);
  }

  @Test
  void twoMegabytesThatInflateToTwoGigabytesAre413WithoutInflatingThem() {
    // Zeros shrink a thousandfold; gzip reads several members as one stream.
    byte[] member = gzip(new byte[100 * MB]);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      bomb.writeBytes(member);
    }
    long begun = System.nanoTime();

    postCoded("gzip", bomb.toByteArray()).assertProblem(413);

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

  /** By the monotonic clock: setting the wall clock must not affect a body on its way. */
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
