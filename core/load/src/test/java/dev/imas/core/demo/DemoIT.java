package dev.imas.core.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imas.core.platform.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo against a stand-in that answers as gateway and core do. */
class DemoIT {

  private static final String LISTS_EMPTY = "{\"items\":[],\"next\":null}";

  private final AtomicInteger posts = new AtomicInteger();
  private final StringWriter out = new StringWriter();
  private HttpServer server = standIn();
  private URI base = URI.create("http://localhost");
  private int lost;
  private int firstStatus = 202;
  private String alerts = LISTS_EMPTY;
  private Terminal terminal = Terminal.NONE;

  private static HttpServer standIn() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void showsWhatTheApiSays() {
    assertThat(run("key")).isTrue();
    assertThat(out.toString())
        .contains("Posted 20 alerts")
        .containsPattern("Alerts accepted +20 ")
        .containsPattern("SEV1_CRITICAL +1 +INC-7F3KX Disk full")
        .containsPattern("sent +1")
        .contains("The ledger balances");
  }

  @Test
  void aPersonSeesHowFarItIsAndAFileDoesNot() {
    assertThat(run("key")).isTrue();
    assertThat(out.toString()).doesNotContain("\r", "\u001b", "Posting: ");

    posts.set(0);
    terminal = new Terminal(true, true);
    assertThat(run("key")).isTrue();
    assertThat(out.toString())
        .contains("\rPosting: 0 of ")
        .contains("\rFollowing: 1 incidents, 1 pages")
        .contains("\u001b[32mThe ledger balances");
  }

  @Test
  void noticesThatAlertsAreMissing() {
    lost = 3;

    assertThat(run("key")).isFalse();
    assertThat(out.toString()).contains("3 ALERTS ARE MISSING");
  }

  @Test
  void noticesAlertsThatNobodyFollows() {
    alerts = "{\"items\":[{\"status\":\"FIRING\",\"incident\":null}],\"next\":null}";

    assertThat(run("key")).isFalse();
    assertThat(out.toString()).contains("1 ALERTS FIRE AND HAVE NO INCIDENT YET");
  }

  @Test
  void postsAgainWhenItIsToldToComeAgain() {
    firstStatus = 503;

    assertThat(run("key")).isTrue();
    assertThat(out.toString()).contains("IMAS answered 503 1 times");
  }

  @Test
  void saysWhatToDoAboutAKeyThatIsRefused() {
    assertThatThrownBy(() -> run("wrong"))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("401")
        .hasMessageContaining("the key opens nothing")
        .hasMessageContaining("IMAS_BOOTSTRAP_SOURCE_KEY");
  }

  private boolean run(String key) {
    try {
      return new Demo(
              base,
              key,
              base,
              "token",
              SSLContext.getDefault(),
              new PrintWriter(out, true),
              terminal)
          .run(20, "r1", Duration.ofMillis(1_200));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean posted = exchange.getRequestMethod().equals("POST");
    exchange.getRequestBody().readAllBytes();
    if (!posted) {
      say(exchange, 200, read(path));
    } else if (exchange.getRequestHeaders().getFirst("Authorization").endsWith("wrong")) {
      say(exchange, 401, "{\"detail\":\"the key opens nothing\"}");
    } else {
      say(exchange, posts.getAndIncrement() == 0 ? firstStatus : 202, "{}");
    }
  }

  private String read(String path) {
    boolean after = posts.get() > 0;
    long accepted = after ? 120 - lost : 100;
    return switch (path) {
      case "/api/v1/ledger" ->
          "{\"accepted\":%d,\"opened\":%d,\"deduplicated\":0,\"resolved\":0,\"reopened\":0,\"suppressed\":0,\"stale\":0,\"dead_lettered\":0,\"dropped\":0,\"change\":0,\"action\":0,\"imbalance\":0}"
              .formatted(accepted, accepted);
      case "/api/v1/incidents" ->
          after
              ? "{\"items\":[{\"id\":\"i1\",\"short_id\":\"INC-7F3KX\",\"severity\":\"SEV1_CRITICAL\",\"status\":\"TRIGGERED\",\"title\":\"Disk"
                    + " full\"}],\"next\":null}"
              : LISTS_EMPTY;
      case "/api/v1/deliveries" ->
          after ? "{\"items\":[{\"id\":\"d1\",\"status\":\"sent\"}],\"next\":null}" : LISTS_EMPTY;
      case "/api/v1/alerts" -> alerts;
      default -> throw new IllegalArgumentException(path);
    };
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
