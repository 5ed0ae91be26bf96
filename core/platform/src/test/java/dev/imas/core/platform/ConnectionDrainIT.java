package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.RawHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients that keep their connections see while a port drains, and when it closes. */
class ConnectionDrainIT {

  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final String SMALL = "GET /small HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String HELD = "GET /held HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final Vertx vertx = Vertx.vertx();

  private final AtomicInteger arrived = new AtomicInteger();
  private final Promise<Void> release = Promise.promise();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HttpPort port =
      new HttpPort("test", new HttpLimits(100, LONG, LONG, LONG, LONG), meters);
  private HttpListener listener;

  @BeforeEach
  void listen() {
    Promise<HttpListener> listening = Promise.promise();
    vertx.runOnContext(
        now -> {
          HttpListener made = port.listener(vertx, true, this::answer);
          made.listen(0, "127.0.0.1").map(made).onComplete(listening);
        });
    listener = Await.result(listening.future());
  }

  @AfterEach
  void close() {
    release.tryComplete();
    Await.result(listener.close(Duration.ZERO));
  }

  @AfterAll
  static void end() {
    Await.result(vertx.close());
  }

  private void answer(HttpServerRequest request) {
    arrived.incrementAndGet();
    switch (String.valueOf(request.path())) {
      case "/held" -> release.future().onSuccess(now -> request.response().end("held"));
      case "/body" -> request.body().onSuccess(body -> request.response().end("body " + body));
      case "/refused" -> {
        request.handler(chunk -> {});
        request.response().setStatusCode(503).end("refused");
      }
      case "/ws" ->
          WebSockets.upgrade(request)
              .onSuccess(
                  socket ->
                      socket.textMessageHandler(
                          text -> {
                            arrived.incrementAndGet();
                            socket.writeTextMessage(text);
                          }));
      case "/begun" -> {
        request.response().setChunked(true).write("be");
        release.future().onSuccess(now -> request.response().end("gun"));
      }
      default -> request.response().end("small");
    }
  }

  private RawHttp client() {
    return new RawHttp(listener.actualPort());
  }

  private void awaitArrived(int requests) {
    Await.until("requests to arrive", arrived::get, n -> n == requests);
  }

  private void drain() {
    port.drain();
    // What comes later on the same event loop finds it done.
    try (RawHttp later = client().send(SMALL)) {
      assertThat(later.untilClosed(PATIENT)).contains("connection: close");
    }
  }

  @Test
  void aKeptConnectionEndsWithItsNextAnswerAndNewOnesAreServed() {
    try (RawHttp kept = client().send(SMALL);
        RawHttp idle = client()) {
      assertThat(kept.firstHead(PATIENT)).startsWith("HTTP/1.1 200").doesNotContain("close");

      drain();

      assertThat(kept.send(SMALL).untilClosed(PATIENT))
          .startsWith("HTTP/1.1 200")
          .contains("connection: close")
          .endsWith("small");
      assertThat(idle.send(SMALL).untilClosed(PATIENT))
          .as("one that was open before, and comes last")
          .contains("connection: close");
    }
  }

  /** RFC 9112, 9.6: what is sent behind the answer that says so is never answered. */
  @Test
  void onlyTheLastOfPipelinedAnswersEndsTheConnection() {
    try (RawHttp client = client().send(HELD + SMALL + SMALL + "GET /sm")) {
      awaitArrived(1);
      drain();
      release.complete();
      Await.until("all that is whole", arrived::get, n -> n == 4);

      String all = client.send("all HTTP/1.1\r\nHost: x\r\n\r\n").untilClosed(PATIENT);

      assertThat(all.split("HTTP/1.1 200", -1)).hasSize(5);
      assertThat(all.indexOf("connection: close")).isGreaterThan(all.lastIndexOf("HTTP/1.1 200"));
      assertThat(all).endsWith("small");
    }
  }

  @Test
  void whatHasBegunToArriveIsAnsweredBeforeTheConnectionCloses() {
    try (RawHttp head = client().send("GET /small HTTP/1.1\r\n");
        RawHttp body =
            client().send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
        RawHttp held = client().send(HELD);
        RawHttp kept = client().send(SMALL);
        RawHttp idle = client()) {
      kept.firstHead(PATIENT);
      awaitArrived(3);

      Future<Void> closed = listener.close(PATIENT);

      assertThat(idle.untilClosed(PATIENT)).isEmpty();
      assertThat(kept.untilClosed(PATIENT)).as("nothing more came").isEmpty();
      assertThatThrownBy(this::client).hasMessageContaining("refused");
      assertThat(closed.isComplete()).isFalse();
      assertThat(head.send("Host: x\r\n\r\n").untilClosed(PATIENT))
          .contains("connection: close")
          .endsWith("small");
      assertThat(body.send("tail").untilClosed(PATIENT))
          .contains("connection: close")
          .endsWith("body tail");
      release.complete();
      assertThat(held.untilClosed(PATIENT)).contains("connection: close").endsWith("held");
      Await.result(closed);
    }
  }

  /** A client that asks all the time asks once more before it can know. */
  @Test
  void aRequestOnItsWayWhenThePortClosesIsAnswered() {
    try (RawHttp kept = client().send(SMALL)) {
      kept.firstHead(PATIENT);
      Promise<String> answer = Promise.promise();
      vertx.runOnContext(
          loop -> {
            listener.close(PATIENT);
            vertx.executeBlocking(() -> kept.send(SMALL).untilClosed(PATIENT)).onComplete(answer);
          });

      assertThat(Await.result(answer.future())).contains("connection: close").endsWith("small");
    }
  }

  @Test
  void anAnswerBeforeTheBodyIsNotTakenAwayByAReset() {
    try (RawHttp client =
        client().send("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")) {
      client.firstHead(PATIENT);
    }
    drain();
    try (RawHttp client =
        client().send("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")) {
      assertThat(client.firstHead(PATIENT)).contains("503").contains("connection: close");

      assertThat(client.tries(new byte[100_000])).isTrue();
      assertThat(client.tries(new byte[100_000])).isTrue();
      assertThat(client.untilClosed(PATIENT)).as("all has been said").isEmpty();
    }
  }

  @Test
  void whatBeganToBeAnsweredBeforeItCouldBeSaidEndsFirst() {
    try (RawHttp client = client().send("GET /begun HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(client.firstHead(PATIENT)).startsWith("HTTP/1.1 200");
      Future<Void> closed = listener.close(PATIENT);
      release.complete();

      assertThat(client.untilClosed(PATIENT)).contains("gun\r\n0\r\n\r\n");
      Await.result(closed);
    }
  }

  @Test
  void webSocketsAreOpenedAndServedWhileThePortDrains() {
    String handshake =
        "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    byte[] text = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};
    try (RawHttp before = client().send(handshake)) {
      assertThat(before.firstHead(PATIENT)).startsWith("HTTP/1.1 101");
      drain();
      try (RawHttp meanwhile = client().send(handshake)) {
        assertThat(meanwhile.firstHead(PATIENT))
            .startsWith("HTTP/1.1 101")
            .containsIgnoringCase("connection: upgrade");
        before.send(text);
        meanwhile.send(text);
        awaitArrived(5); // the request by which the test waits, too
        Future<Void> closed = listener.close(Duration.ofSeconds(1));

        assertThat(before.untilClosed(PATIENT)).startsWith("\u0081\u0001x");
        assertThat(meanwhile.untilClosed(PATIENT)).startsWith("\u0081\u0001x");
        Await.result(closed);
      }
    }
  }
}
