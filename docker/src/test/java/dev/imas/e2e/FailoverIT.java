package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.CoreRole;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.TcpProxy;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.GatewayRole;
import dev.imas.notifier.NotifierRole;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL fails over, or a firewall drops its state: every open connection of three roles in
 * processes of their own stays silent for good, and new ones work. With default settings, alerts
 * are accepted, pages go out, and rules change again within {@link #BOUND}.
 */
final class FailoverIT {

  /** The longest of the roles' timeouts is 16.5 s (core's); after it, work begins again. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final String KEY = "failover-source-key";
  private static final String TOKEN = "failover-admin-token";

  private final TestDatabase database = TestDatabase.create();
  private final Vertx ground = Vertx.vertx();
  private final TcpProxy network =
      TcpProxy.start(ground, database.config().host(), database.config().port());
  private final FakeReceiver receiver = FakeReceiver.start(ground);
  private final Map<Role.Running, Vertx> islands = new LinkedHashMap<>();
  private final Map<String, Role.Running> running = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void startEachRoleAsIfInAProcessOfItsOwn() {
    Bootstrap.run(
        database.config(),
        InstantSource.system(),
        Optional.of(new Secret(KEY)),
        Optional.of(new Secret(TOKEN)));
    database.execute(
        """
        INSERT INTO imas.team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, gen_random_uuid(), id, 'receiver', 'webhook', '%s' FROM imas.team\
        """
            .formatted(receiver.url("/page")));
    for (Role role : List.of(new NotifierRole(), new CoreRole(), new GatewayRole())) {
      Vertx island = Vertx.vertx();
      Settings settings =
          new Settings(
              Map.of(
                  "IMAS_GATEWAY_PORT",
                  "0",
                  "IMAS_CORE_PORT",
                  "0",
                  "IMAS_NOTIFIER_PORT",
                  "0",
                  "IMAS_NOTIFIER_WEBHOOK_ALLOW",
                  "127.0.0.1"),
              new Properties());
      Role.Setup setup = role.configure(settings);
      settings.throwIfFaulty();
      InstantSource clock = InstantSource.system();
      Role.Running started =
          Await.result(
              setup.start(
                  new Platform(
                      island,
                      new Database(island, database.config().at("127.0.0.1", network.port())),
                      clock,
                      new SimpleMeterRegistry(),
                      new SecretBox(new byte[32]),
                      clock.instant(),
                      "test")));
      running.put(role.name(), started);
      islands.put(started, island);
    }
  }

  @AfterEach
  void stop() {
    islands.forEach(
        (role, island) -> {
          Await.result(role.stop());
          Await.result(island.close());
        });
    http.close();
    receiver.close();
    network.close();
    Await.result(ground.close());
    database.close();
  }

  @Test
  void pagesAndRulesComeThroughAgainThoughEveryOpenConnectionStaysSilent() {
    postUntilTaken("before");
    receiver.await(1);
    Await.until("all to be ready", this::ready, all -> all.equals(List.of(200, 200, 200)));

    network.forgetAll();
    long begun = System.nanoTime();
    postUntilTaken("during");

    // Core works again before it would be reported as not ready; another test shows that report.
    assertThat(receiver.await(2, BOUND).get(1).body()).contains("during");
    assertThat(status("core", "/api/v1/incidents")).isEqualTo(200);
    database.execute("UPDATE imas.source SET is_active = false");
    Await.until("the source's end to be known", BOUND, () -> post("after"), s -> s == 403);
    Await.until(
        "all to be ready again", BOUND, this::ready, all -> all.equals(List.of(200, 200, 200)));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
  }

  private List<Integer> ready() {
    return running.keySet().stream().map(role -> status(role, "/health/ready")).toList();
  }

  private void postUntilTaken(String name) {
    Await.until("a post to be taken", BOUND, () -> post(name), status -> status == 202);
  }

  private int post(String name) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri("gateway", "/api/v1/webhooks/custom/"))
                .header("X-API-Key", KEY)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"alert_name\":\"%s\",\"severity\":\"critical\"}".formatted(name)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private int status(String role, String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(uri(role, path))
                  .header("Authorization", "Bearer " + TOKEN)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private URI uri(String role, String path) {
    Role.Running found = running.get(role);
    if (found == null) {
      throw new AssertionError("no " + role);
    }
    return URI.create("http://127.0.0.1:" + found.port() + path);
  }
}
