package dev.imas.core.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.DeafClient;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trap 120: who may listen, by a session or a token, until it or the account ends; trap 121: from
 * which pages.
 */
class FeedSessionIT {

  private static final LoginScene scene =
      LoginScene.start(Map.of("IMAS_CORE_FEED_CHECK_RIGHTS", "100ms"));

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void logOutEndsWhatTheSessionListensToAndNobodyElses() {
    scene.user("ada", "viewer");
    JsonNode session = scene.login("ada");
    String token = session.get("access_token").asText();
    String kept = scene.access("ada");
    try (FeedClient out = FeedClient.socket(scene.core.port(), token, "");
        FeedClient stream = FeedClient.stream(scene.core.port(), token, "");
        FeedClient other = FeedClient.socket(scene.core.port(), kept, "")) {
      out.hello();
      stream.hello();
      other.hello();
      Reply logout =
          scene.post(
              "/auth/logout",
              "{\"refresh_token\":\"" + session.get("refresh_token").asText() + "\"}");
      assertThat(logout.status()).isEqualTo(204);

      assertThat(out.closed()).isEqualTo(4001);
      assertThat(stream.first("end").get("code").asInt()).isEqualTo(4001);
      other.toldOf(incident("After the log-out"));
    }
  }

  @Test
  void whoIsSwitchedOffIsToldNothingMore() {
    String user = scene.user("bob", "responder");
    try (FeedClient client = FeedClient.socket(scene.core.port(), scene.access("bob"), "")) {
      client.hello();
      scene.core.database.execute(
          "UPDATE imas.user_account SET is_active = false WHERE id = '" + user + "'");

      assertThat(client.closed()).isEqualTo(4001);
    }
  }

  @Test
  void aSessionOutlivesItsAccessTokenAndSoDoesWhatItListensTo() {
    scene.user("cem", "viewer");
    try (FeedClient client = FeedClient.socket(scene.core.port(), scene.access("cem"), "")) {
      client.hello();
      scene.core.clock.move(Duration.ofHours(2)); // Access tokens live for minutes.
      client.toldOf(incident("After the access token"));
      scene.core.clock.move(Duration.ofDays(400));
      assertThat(client.closed()).isEqualTo(4001);
    }
  }

  @Test
  void aBrowsersCookieCountsWhereThePageSaysItIsOurs() throws Exception {
    scene.user("dee", "viewer");
    Reply login =
        scene.core.send(
            null,
            "POST",
            "/api/v1/auth/login",
            "{\"username\":\"dee\",\"password\":\"" + LoginScene.PASSWORD + "\",\"cookie\":true}",
            "origin",
            "http://127.0.0.1:" + scene.core.port());
    String cookie =
        login.http().headers().allValues("set-cookie").stream()
            .map(set -> set.substring(0, set.indexOf(';')))
            .filter(pair -> pair.startsWith("__Host-imas_access="))
            .findFirst()
            .orElseThrow();
    String own = "http://127.0.0.1:" + scene.core.port();

    assertThat(open(cookie, own)).isEqualTo("hello");
    assertThat(open(cookie, "http://evil.example")).isEqualTo("403");
    assertThat(open(cookie, null)).isEqualTo("4003");
    assertThat(open("__Host-imas_access=made.up.cookie", own)).isEqualTo("4001");
  }

  /** The type of the first message, the code that closes it, or the status of the handshake. */
  private static String open(String cookie, @Nullable String origin) throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().header("cookie", cookie);
    if (origin != null) {
      builder.header("origin", origin);
    }
    try {
      WebSocket socket =
          builder
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + scene.core.port() + "/api/v1/ws"),
                  new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(
                        WebSocket socket, CharSequence data, boolean last) {
                      first.complete(data.toString().contains("\"hello\"") ? "hello" : "" + data);
                      return null;
                    }

                    @Override
                    public @Nullable CompletionStage<?> onClose(
                        WebSocket socket, int code, String reason) {
                      first.complete(Integer.toString(code));
                      return null;
                    }
                  })
              .join();
      String told = first.get(20, TimeUnit.SECONDS);
      socket.abort();
      return told;
    } catch (CompletionException e) {
      return e.getCause() instanceof WebSocketHandshakeException refused
          ? Integer.toString(refused.getResponse().statusCode())
          : e.toString();
    }
  }

  private static String incident(String title) {
    return scene
        .core
        .post("/api/v1/incidents", "{\"title\":\"" + title + "\"}")
        .json()
        .get("id")
        .asText();
  }

  @Test
  void whoseTokenIsRevokedIsToldNothingMore() {
    Reply made = scene.core.post("/api/v1/tokens", "{\"name\":\"brief\",\"role\":\"viewer\"}");
    String token = made.json().get("token").asText();
    try (FeedClient socket = FeedClient.socket(scene.core.port(), token, "");
        FeedClient stream = FeedClient.stream(scene.core.port(), token, "");
        FeedClient other = FeedClient.socket(scene.core.port(), scene.core.token, "")) {
      socket.hello();
      stream.hello();
      other.hello();
      String id = made.json().get("id").asText();
      assertThat(scene.core.send(scene.core.token, "DELETE", "/api/v1/tokens/" + id, null).status())
          .isEqualTo(204);

      assertThat(socket.closed()).isEqualTo(4001);
      assertThat(stream.first("end").get("code").asInt()).isEqualTo(4001);
      String secret = incident("Unheard");
      other.toldOf(secret);
      for (FeedClient client : List.of(socket, stream)) {
        assertThat(client.changes()).noneMatch(c -> c.get("id").asText().equals(secret));
      }
    }
  }

  @Test
  void allSessionsOfAUserHaveAHundredSubscriptionsTogether() {
    scene.user("gil", "viewer");
    String one = scene.access("gil");
    String other = scene.access("gil");
    List<DeafClient> many = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        many.add(
            DeafClient.connect(scene.core.port())
                .send(
                    "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + one
                        + "\r\n\r\n"));
      }
      many.forEach(stream -> assertThat(stream.first(12)).isEqualTo("HTTP/1.1 200"));
      Reply refused = scene.core.send(other, "GET", "/api/v1/stream?wait=0", null);
      assertThat(refused.status()).isEqualTo(429);
    } finally {
      many.forEach(DeafClient::close);
    }
    Await.until(
        "room again",
        () -> scene.core.send(other, "GET", "/api/v1/stream?wait=0", null).status(),
        status -> status == 200);
  }

  @Test
  void aHandshakeWithoutAValidTokenIsClosedWithItsCode() {
    try (FeedClient client = FeedClient.socket(scene.core.port(), "nonsense", "")) {
      assertThat(client.closed()).isEqualTo(4001);
      assertThat(client.messages).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "null, 403",
    "https://127.0.0.1:1, 403",
    "same, 101",
  })
  void aPageOfAnotherOriginOpensNoWebSocket(String origin, int status) throws Exception {
    String own = "http://127.0.0.1:" + scene.core.port();
    try (Socket socket = new Socket("127.0.0.1", scene.core.port())) {
      socket.setSoTimeout(10_000);
      String head =
          "GET /api/v1/ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  .formatted(scene.core.port())
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Origin: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(origin.equals("same") ? own : origin, scene.core.token);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertThat(answer).isEqualTo("HTTP/1.1 " + status);
    }
  }
}
