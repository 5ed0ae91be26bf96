package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.DeafClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the listener of every role does to clients that read nothing, or are too many. */
class HttpListenerIT {

  private static final int CONNECTIONS = 4;
  private static final long MIB = 1 << 20;

  private static final String SMALL = "GET /small HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final String HANDSHAKE =
      "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private static final Vertx vertx = Vertx.vertx();
  private static final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private static final AtomicInteger answered = new AtomicInteger();
  private static final Promise<Boolean> upgradedTooLate = Promise.promise();
  private static HttpListener listener;

  @BeforeAll
  static void listen() {
    listener = listening(meters, "");
  }

  /**
   * @param proxy the address of a trusted one
   */
  private static HttpListener listening(SimpleMeterRegistry meters, String proxy) {
    return listening(port(meters, proxy), HttpListenerIT::answer);
  }

  private static HttpPort port(SimpleMeterRegistry meters, String proxy) {
    return new HttpPort(
        "test",
        new HttpLimits(
            CONNECTIONS,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1)),
        meters,
        proxy::equals,
        Optional.empty());
  }

  private static HttpListener listening(HttpPort port, Handler<HttpServerRequest> requests) {
    Promise<HttpListener> listening = Promise.promise();
    vertx.runOnContext(
        now -> {
          HttpListener made = port.listener(vertx, true, requests);
          made.listen(0, "127.0.0.1").map(made).onComplete(listening);
        });
    return Await.result(listening.future());
  }

  private static void answer(HttpServerRequest request) {
    if ("/ws".equals(request.path())) {
      WebSockets.upgrade(request);
    } else if ("/gone".equals(request.path())) {
      upgradeOnceTheClientHasGone(request);
    } else if ("/body".equals(request.path())) {
      request.body().onSuccess(body -> request.response().end());
    } else {
      answered.incrementAndGet();
      request.response().end("x".repeat(1_000));
    }
  }

  private static void upgradeOnceTheClientHasGone(HttpServerRequest request) {
    Channel channel = ClientChannel.of(request.connection()).channel();
    // Twice: the first is queued before the one by which Netty empties the pipeline.
    channel
        .closeFuture()
        .addListener(
            closed ->
                channel
                    .eventLoop()
                    .execute(
                        () ->
                            channel
                                .eventLoop()
                                .execute(
                                    () ->
                                        WebSockets.upgrade(request)
                                            .<Boolean>map(true)
                                            .otherwise(false)
                                            .onComplete(upgradedTooLate))));
  }

  @AfterAll
  static void stop() {
    Await.result(listener.close(Duration.ZERO).eventually(() -> Future.succeededFuture()));
    Await.result(vertx.close());
  }

  private static double slow() {
    return meters.counter("imas.http.slow", "role", "test", "part", "response").count();
  }

  private static void noConnections() {
    Await.until(
        "all to be closed",
        () -> meters.get("imas.http.connections").gauge().value(),
        open -> open == 0);
  }

  /**
   * A write that finds its client gone closes the channel while the connection is locked; a
   * newcomer at the limit asks connections what they do while the slots are locked.
   */
  @Test
  void aClientThatGoesInTheMiddleOfAWriteHoldsNobodyUp() throws Exception {
    HttpPort port = port(new SimpleMeterRegistry(), "");
    CompletableFuture<Thread> newcomer = new CompletableFuture<>();
    HttpListener closing =
        listening(
            port,
            request -> {
              synchronized (request.connection()) {
                Thread comes = Thread.ofPlatform().start(() -> fill(port));
                Await.until(
                    "the newcomer to ask what the connection does",
                    comes::getState,
                    state -> state == Thread.State.BLOCKED);
                ClientChannel.of(request.connection()).channel().close();
                newcomer.complete(comes);
              }
            });
    try (Socket client = new Socket("127.0.0.1", closing.actualPort())) {
      client.getOutputStream().write(SMALL.getBytes(StandardCharsets.US_ASCII));
      Thread comes = newcomer.get(30, TimeUnit.SECONDS);
      comes.join(Duration.ofSeconds(30));
      assertThat(comes.isAlive()).isFalse();
    }
    Await.result(closing.close(Duration.ZERO).eventually(() -> Future.succeededFuture()));
  }

  /** With others of the same address, until one has to make room. */
  private static void fill(HttpPort port) {
    for (int i = 0; i < CONNECTIONS; i++) {
      port.enters("127.0.0.1", new Busy());
    }
  }

  private static final class Busy implements FairSlots.Occupant {
    @Override
    public FairSlots.Stage stage() {
      return FairSlots.Stage.BUSY;
    }

    @Override
    public void evict() {}
  }

  @Test
  void pipelinedRequestsOfWhoReadsNothingAreNotReadAndTheConnectionIsClosed() {
    double before = slow();
    int answeredBefore = answered.get();
    long heap = DeafClient.heap();
    try (DeafClient deaf = DeafClient.connect(listener.actualPort())) {
      long taken = deaf.send(SMALL.getBytes(StandardCharsets.US_ASCII), 64 * MIB);

      assertThat(taken).as("what was taken from the network").isLessThan(64 * MIB);
      assertThat(answered.get() - answeredBefore).isLessThan(100_000);
      assertThat(DeafClient.heap() - heap).isLessThan(32 * MIB);
      Await.until("it is given up", HttpListenerIT::slow, n -> n == before + 1);
      noConnections();
    }
  }

  @Test
  void pingsOfWhoReadsNothingCostNoMemoryAndTheConnectionIsClosed() {
    double before = slow();
    long heap = DeafClient.heap();
    try (DeafClient deaf = DeafClient.connect(listener.actualPort()).send(HANDSHAKE)) {
      assertThat(deaf.first(12)).isEqualTo("HTTP/1.1 101");
      deaf.send(DeafClient.ping(1), 64 * MIB);
      assertThat(DeafClient.heap() - heap).isLessThan(48 * MIB);
      Await.until("it to be cut", () -> deaf.send(DeafClient.ping(2), MIB), sent -> sent == 0);
      assertThat(slow()).isEqualTo(before + 1);
      noConnections();
    }
  }

  @Test
  void aCloseFrameOfWhoReadsNothingClosesTheConnection() {
    try (DeafClient deaf = DeafClient.connect(listener.actualPort()).send(HANDSHAKE)) {
      deaf.first(12);
      deaf.send(DeafClient.ping(1), 32 * MIB);
      deaf.send(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0}, 6);
      noConnections();
    }
  }

  /** Whoever keeps a place for it has to know. */
  @Test
  void theHandshakeOfAClientThatHasGoneFails() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", listener.actualPort())) {
      socket
          .getOutputStream()
          .write(HANDSHAKE.replace("/ws", "/gone").getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(Await.result(upgradedTooLate.future())).isFalse();
    noConnections();
  }

  @Test
  void theListenerClosesThoughSomebodyReadsNothing() {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    HttpListener closing = listening(own, "");
    try (DeafClient deaf = DeafClient.connect(closing.actualPort()).send(HANDSHAKE)) {
      deaf.first(12);
      deaf.send(DeafClient.ping(1), 16 * MIB);
      Await.result(closing.close(Duration.ofMillis(10)));
    }
    Await.until(
        "none to be left",
        () -> own.get("imas.http.connections").gauge().value(),
        open -> open == 0);
  }

  @Test
  void theLastPingIsAnsweredWhenTheClientReadsAgain() throws IOException {
    int pings = 150_000; // More than the network holds.
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress("127.0.0.1", listener.actualPort()));
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      readHead(in);
      for (int i = 1; i <= pings; i++) {
        socket.getOutputStream().write(DeafClient.ping(i));
      }

      int pong = 0;
      int pongs = 0;
      while (pong < pings) {
        assertThat(in.readUnsignedShort()).isEqualTo(0x8a7d);
        int next = ByteBuffer.wrap(in.readNBytes(125)).getInt();
        assertThat(next).isGreaterThan(pong);
        pong = next;
        pongs++;
      }
      assertThat(pongs).isLessThan(pings);
    }
    noConnections();
  }

  @Test
  void whoReadsIsAnsweredHoweverManyRequestsArePipelined() throws IOException {
    int requests = 2_000;
    try (Socket socket = new Socket("127.0.0.1", listener.actualPort())) {
      socket.setSoTimeout(20_000);
      byte[] all = SMALL.repeat(requests).getBytes(StandardCharsets.US_ASCII);
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      socket.getOutputStream().write(all);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int i = 0; i < requests; i++) {
        assertThat(readHead(in)).startsWith("HTTP/1.1 200");
        assertThat(in.readNBytes(1_000)).hasSize(1_000);
      }
      assertThat(writer.isAlive()).isFalse();
    }
    noConnections();
  }

  /** HTTP/2 is off: its pings, settings and resets would be one answer each. */
  @Test
  void whoBeginsWithHttp2IsRefused() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", listener.actualPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).startsWith("HTTP/2.0 501 ");
    }
    try (Socket socket = new Socket("127.0.0.1", listener.actualPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET /small HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                      + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(readHead(new DataInputStream(socket.getInputStream()))).startsWith("HTTP/1.1 200");
    }
    noConnections();
  }

  @Test
  void oneClientDoesNotKeepTheOthersOut() throws IOException {
    for (String sent :
        List.of(
            "", // says nothing
            "GET /small HTTP/1.1\r\nHos", // no whole head
            SMALL, // asked once, and stays
            "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")) {
      for (String address : List.of("127.0.0.1", "127.0.0.2")) {
        List<Socket> greedy = new ArrayList<>();
        try {
          for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket("127.0.0.1", listener.actualPort());
            greedy.add(socket);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            if (sent.equals(SMALL)) {
              readHead(new DataInputStream(socket.getInputStream()));
            }
          }
          Await.until(
              "all to be connected",
              () -> meters.get("imas.http.connections").gauge().value(),
              open -> open == CONNECTIONS);
          Await.until(
              "an answer to " + address + ", against '" + sent + "'",
              () -> answerTo(address),
              head -> head.startsWith("HTTP/1.1 200"));
        } finally {
          for (Socket socket : greedy) {
            socket.close();
          }
        }
        noConnections();
      }
    }
    assertThat(meters.counter("imas.http.connections.displaced", "role", "test").count())
        .isGreaterThanOrEqualTo(8);
  }

  /** Each may be another client's. Without that, the newcomer would get one of its places. */
  @Test
  void connectionsOfATrustedProxyAreNotTakenForOthersAndAreBoundedByAllAlone() throws IOException {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    HttpListener proxied = listening(own, "127.0.0.1");
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        held.add(new Socket("127.0.0.1", proxied.actualPort()));
      }
      Await.until(
          "all to be connected",
          () -> own.get("imas.http.connections").gauge().value(),
          open -> open == CONNECTIONS);

      assertThat(answerTo("127.0.0.2", proxied)).isEmpty();
      assertThat(own.counter("imas.http.connections.refused", "role", "test").count()).isOne();
      assertThat(own.counter("imas.http.connections.displaced", "role", "test").count()).isZero();
      for (Socket socket : held) {
        socket.getOutputStream().write(SMALL.getBytes(StandardCharsets.US_ASCII));
        assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
      Await.result(proxied.close(Duration.ZERO));
    }
  }

  private static String answerTo(String address) throws IOException {
    return answerTo(address, listener);
  }

  /** Empty where it is refused. */
  private static String answerTo(String address, HttpListener at) throws IOException {
    try (Socket other =
        new Socket(
            InetAddress.getByName("127.0.0.1"),
            at.actualPort(),
            InetAddress.getByName(address),
            0)) {
      other.setSoTimeout(20_000);
      other.getOutputStream().write(SMALL.getBytes(StandardCharsets.US_ASCII));
      return readHead(new DataInputStream(other.getInputStream()));
    } catch (IOException refused) {
      return "";
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
