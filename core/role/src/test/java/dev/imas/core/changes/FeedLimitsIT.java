package dev.imas.core.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.DeafClient;
import dev.imas.fixtures.database.RunningCore;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the feed does to clients that are slow, too many, or only quiet. */
class FeedLimitsIT {

  private static final RunningCore core =
      RunningCore.start(
          Map.of(
              "IMAS_CORE_FEED_WRITE_TIMEOUT", "500ms",
              "IMAS_CORE_FEED_SUBSCRIBERS", "3",
              "IMAS_CORE_IDLE_TIMEOUT", "3s",
              "IMAS_CORE_WRITE_TIMEOUT", "1s",
              "IMAS_CORE_HEAD_TIMEOUT", "1s",
              "IMAS_CORE_BODY_TIMEOUT", "1s"));

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void whoDoesNotReadIsDroppedAndTheOthersAreTold() throws IOException {
    for (String path : List.of("/api/v1/stream", "/api/v1/ws")) {
      double before = dropped();
      try (Socket deaf = new Socket();
          FeedClient other = FeedClient.socket(core.port(), core.token, "?topics=incident")) {
        other.hello();
        deaf.setReceiveBufferSize(4_096);
        deaf.connect(new InetSocketAddress("127.0.0.1", core.port()));
        ask(deaf, path);
        Await.until("both to listen", this::subscribers, n -> n == 2);

        // More than the buffers of a connection hold.
        while (dropped() == before) {
          double sent = sent();
          changes();
          Await.until(
              "five messages, or none any more",
              () -> sent() >= sent + 5 || dropped() > before,
              ended -> ended);
        }
        Await.until("one to be left", this::subscribers, n -> n == 1);
        assertThat(other.closed).isEqualTo(-1);
        String last = incident("Still told of this");
        other.toldOf(last);
      }
      Await.until("all to have left", this::subscribers, n -> n == 0);
    }
  }

  @Test
  void whoComesBeyondTheLimitIsToldSoAndAPlaceIsFreeAgainAfterwards() {
    List<FeedClient> clients =
        List.of(
            FeedClient.socket(core.port(), core.token, ""),
            FeedClient.stream(core.port(), core.token, ""),
            FeedClient.socket(core.port(), core.token, ""));
    clients.forEach(FeedClient::hello);
    RunningCore.Reply refused = core.get("/api/v1/stream?wait=0");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().get("detail").asText()).contains("core.feed.subscribers");
    assertThatThrownBy(() -> FeedClient.socket(core.port(), core.token, ""))
        .hasRootCauseMessage("Unexpected HTTP response status code 503");

    clients.forEach(FeedClient::close);
    Await.until("all to have left", this::subscribers, n -> n == 0);
    assertThat(core.get("/api/v1/stream?wait=0").status()).isEqualTo(200);
    // The port counts its connections, and Vert.x tells nobody of a WebSocket that closes.
    Await.until(
        "their connections to be forgotten",
        () -> core.meters.get("imas.http.connections").gauge().value(),
        open -> open <= 2);
  }

  @Test
  void aTenantThatHasAllPlacesMakesRoomForAnother() {
    String stranger = core.tokenOfAnotherTenant("crowded", "admin");
    List<FeedClient> clients =
        List.of(
            FeedClient.socket(core.port(), core.token, ""),
            FeedClient.socket(core.port(), core.token, ""),
            FeedClient.socket(core.port(), core.token, ""));
    clients.forEach(FeedClient::hello);
    try (FeedClient other = FeedClient.socket(core.port(), stranger, "")) {
      other.hello();
      Await.until(
          "one of the crowd to be closed",
          () -> clients.stream().filter(client -> client.closed == 1013).count(),
          closed -> closed == 1);
      assertThatThrownBy(() -> FeedClient.socket(core.port(), core.token, ""))
          .hasRootCauseMessage("Unexpected HTTP response status code 503");
      assertThat(other.closed).isEqualTo(-1);
    }
    clients.forEach(FeedClient::close);
    Await.until("all to have left", this::subscribers, n -> n == 0);
  }

  /** Before, each ping of each such socket left a pong in memory, and the process ended by it. */
  @Test
  void whoHasNoCredentialGetsNoSocketAndWhoPingsWithoutReadingIsCut() {
    long heap = DeafClient.heap();
    List<DeafClient> strangers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      strangers.add(DeafClient.connect(core.port()).send(handshake("")));
    }
    strangers.forEach(deaf -> assertThat(deaf.first(12)).isEqualTo("HTTP/1.1 401"));
    strangers.forEach(DeafClient::close);

    for (String token : List.of("nonsense", core.token)) {
      try (DeafClient deaf =
          DeafClient.connect(core.port())
              .send(handshake("Authorization: Bearer " + token + "\r\n"))) {
        assertThat(deaf.first(12)).isEqualTo("HTTP/1.1 101");
        deaf.send(DeafClient.ping(1), 32 << 20);
        assertThat(DeafClient.heap() - heap).isLessThan(48 << 20);
        Await.until(
            "it to be cut", () -> deaf.send(DeafClient.ping(2), 1 << 20), taken -> taken == 0);
      }
    }
    Await.until("all to have left", this::subscribers, n -> n == 0);
  }

  /** A page cannot see why a handshake fails, and so it gets a socket that lives for a second. */
  @Test
  void aSocketThatIsRefusedIsCutWhateverItsClientDoes() {
    try (DeafClient page =
        DeafClient.connect(core.port())
            .send(handshake("Origin: http://127.0.0.1:" + core.port() + "\r\n"))) {
      assertThat(page.first(12)).isEqualTo("HTTP/1.1 101");
      Await.until(
          "it to be cut", () -> page.send(DeafClient.ping(1), 1 << 20), taken -> taken == 0);
    }
  }

  private static String handshake(String more) {
    return "GET /api/v1/ws HTTP/1.1\r\nHost: 127.0.0.1:"
        + core.port()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + more
        + "\r\n";
  }

  /** The limits of connections are for requests. They would end it after three seconds. */
  @Test
  void aQuietConnectionLivesLongerThanARequestMay() {
    try (FeedClient stream = FeedClient.stream(core.port(), core.token, "?wait=5")) {
      List<JsonNode> told = new CopyOnWriteArrayList<>();
      WebSocketClient client = core.vertx.createWebSocketClient();
      var socket =
          Await.result(
              client.connect(
                  new WebSocketConnectOptions()
                      .setPort(core.port())
                      .setHost("127.0.0.1")
                      .setURI("/api/v1/ws?topics=incident")
                      .addHeader("authorization", "Bearer " + core.token)));
      socket.textMessageHandler(text -> told.add(Json.read(text, JsonNode.class)));
      assertThat(stream.closed()).isZero(); // As it wanted, after five seconds.
      assertThat(socket.isClosed()).isFalse();
      String id = incident("Told after a while");
      Await.until(
          "the Vert.x client to be told",
          () -> told,
          all -> all.stream().anyMatch(m -> m.toString().contains(id)));
      assertThat(socket.headers().get("sec-websocket-extensions")).isNull();
      Await.result(socket.close());
      Await.result(client.close());
    }
  }

  /** It would be taken for one that answers no ping, if it were only pinged when it is quiet. */
  @Test
  void whoIsToldWithoutARestIsPingedToo() {
    try (FeedClient busy = FeedClient.socket(core.port(), core.token, "?topics=incident")) {
      busy.hello();
      Await.until(
          "two pings between the changes",
          () -> {
            incident("One of many");
            return busy.pings.get();
          },
          pings -> pings >= 2);
      busy.toldOf(incident("The last"));
    }
  }

  /** A megabyte of messages: no more at once than is kept for who is behind. */
  private static void changes() {
    core.database.execute(
        """
        INSERT INTO imas.feed_change (tenant_id, topic, changes, subjects, services, incidents, severities)
        SELECT '%s', 'alert', 5000, array_agg(gen_random_uuid()), array_agg(gen_random_uuid()), array_agg(gen_random_uuid()),
               array_agg(3) FROM generate_series(1, 5000)\
        """
            .formatted(core.tenant));
  }

  private static void ask(Socket socket, String path) throws IOException {
    OutputStream out = socket.getOutputStream();
    String upgrade =
        path.endsWith("/ws")
            ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            : "";
    out.write(
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + core.token
                + "\r\n"
                + upgrade
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String incident(String title) {
    return core.post("/api/v1/incidents", "{\"title\":\"" + title + "\"}")
        .json()
        .get("id")
        .asText();
  }

  private int subscribers() {
    return (int)
        core.meters.find("imas.feed.subscribers").gauges().stream()
            .mapToDouble(g -> g.value())
            .sum();
  }

  private double sent() {
    return core.meters.counter("imas.feed.messages").count();
  }

  private double dropped() {
    return core.meters.counter("imas.feed.ended", "reason", "too_slow").count();
  }
}
