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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Invariant 6: the bus is a hint, the outbox is the truth. The three roles run on separate event
 * buses, like roles in processes of their own, and all work is still done.
 */
final class BusCutIT {

  private static final String KEY = "bus-cut-source-key";
  private static final String TOKEN = "bus-cut-admin-token";

  private final TestDatabase database = TestDatabase.create();
  private final List<Vertx> islands = new ArrayList<>();
  private final Map<String, Role.Running> running = new LinkedHashMap<>();
  private final Vertx ground = Vertx.vertx();
  private final FakeReceiver receiver = FakeReceiver.start(ground);

  @BeforeEach
  void startEachRoleOnAnIslandOfItsOwn() {
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
      islands.add(island);
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
      running.put(
          role.name(),
          Await.result(
              setup.start(
                  new Platform(
                      island,
                      new Database(island, database.config()),
                      clock,
                      new SimpleMeterRegistry(),
                      new SecretBox(new byte[32]),
                      clock.instant(),
                      "test"))));
    }
  }

  @AfterEach
  void stop() {
    running.values().forEach(role -> Await.result(role.stop()));
    islands.forEach(island -> Await.result(island.close()));
    receiver.close();
    Await.result(ground.close());
    database.close();
  }

  @Test
  void withTheBusCutTheOutboxBringsThePageAndItsEnd() throws Exception {
    assertThat(post("firing")).isEqualTo(202);
    assertThat(receiver.await(1).getFirst().body())
        .contains("incident.triggered")
        .contains("Cut off");

    assertThat(post("resolved")).isEqualTo(202);
    assertThat(receiver.await(2).get(1).body()).contains("incident.resolved");
    assertThat(database.count("SELECT count(*) FROM imas.outbox")).isZero();
    assertThat(database.count("SELECT count(*) FROM imas.incident WHERE status = 'RESOLVED'"))
        .isEqualTo(1);
  }

  private int post(String status) throws IOException, InterruptedException {
    Role.Running gateway = running.get("gateway");
    if (gateway == null) {
      throw new AssertionError("no gateway");
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/webhooks/custom/"))
                  .header("X-API-Key", KEY)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"alert_name\":\"Cut off\",\"severity\":\"critical\",\"status\":\""
                              + status
                              + "\"}"))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
