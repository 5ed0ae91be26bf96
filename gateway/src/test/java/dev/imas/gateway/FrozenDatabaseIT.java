package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.TcpProxy;
import dev.imas.fixtures.database.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The network accepts everything that is sent to the database and brings nothing back, not even
 * PostgreSQL's own cancellation.
 */
final class FrozenDatabaseIT {

  private static final String KEY = "frozen-database-key";

  private static final Role.Running NONE =
      new Role.Running() {
        @Override
        public int port() {
          return -1;
        }

        @Override
        public Future<Void> stop() {
          return Future.succeededFuture();
        }
      };

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final TcpProxy proxy =
      TcpProxy.start(vertx, database.config().host(), database.config().port());
  private Role.Running gateway = NONE;
  private final HttpClient http = HttpClient.newHttpClient();

  private Role.Running start(Map<String, String> settings) {
    Bootstrap.run(
        database.config(), InstantSource.system(), Optional.of(new Secret(KEY)), Optional.empty());
    DatabaseConfig proxied = database.config().at("127.0.0.1", proxy.port());
    Map<String, String> all = new HashMap<>(settings);
    all.put("IMAS_GATEWAY_PORT", "0");
    InstantSource clock = InstantSource.system();
    return Await.result(
        new GatewayRole()
            .configure(new Settings(all, new Properties()))
            .start(
                new Platform(
                    vertx,
                    new Database(vertx, proxied),
                    clock,
                    new SimpleMeterRegistry(),
                    new SecretBox(new byte[32]),
                    clock.instant(),
                    "test")));
  }

  @AfterEach
  void stop() {
    http.close();
    Await.result(gateway.stop());
    proxy.close();
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void aFrozenDatabaseIsGivenUpOnAndItsSendersAreToldToPostAgain() throws Exception {
    gateway = start(Map.of("IMAS_GATEWAY_STATEMENT_TIMEOUT", "200ms"));
    assertThat(post("before").statusCode()).isEqualTo(202);

    proxy.freeze();
    HttpResponse<String> answer = post("frozen");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(health("ready")).isEqualTo(503);
    assertThat(health("accept")).as("these answers are what senders shall get").isEqualTo(200);
    proxy.thaw();
    Await.until("a post is taken again", () -> post("after").statusCode(), status -> status == 202);
    assertThat(database.query("SELECT name FROM imas.alert")).contains("before", "after");
    assertThat(database.query("SELECT figure FROM imas.recount_ledger()")).isEmpty();
  }

  /** Prometheus gives up after ten seconds, so it must have an answer by then. */
  @Test
  void asConfiguredByDefaultEveryAnswerComesBeforeSendersGiveUp() throws Exception {
    gateway = start(Map.of());
    assertThat(post("before").statusCode()).isEqualTo(202);

    proxy.freeze();
    List<Long> answers = new ArrayList<>();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < Duration.ofSeconds(8).toNanos()) {
      long posted = System.nanoTime();
      assertThat(post("frozen").statusCode()).isEqualTo(503);
      answers.add((System.nanoTime() - posted) / 1_000_000);
    }

    assertThat(answers).as("milliseconds").allMatch(ms -> ms < 8_000);
    assertThat(answers.getLast()).as("once it is known to be away").isLessThan(1_000);
  }

  private int health(String check) throws Exception {
    return http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + gateway.port() + "/health/" + check))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private HttpResponse<String> post(String name) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/webhooks/custom/"))
            .header("X-API-Key", KEY)
            .POST(HttpRequest.BodyPublishers.ofString("{\"alert_name\":\"" + name + "\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
