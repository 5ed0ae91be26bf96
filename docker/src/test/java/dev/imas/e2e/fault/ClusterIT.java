package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Roles in processes of their own that share an event bus, one of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterIT {

  private static final String REMOTE = "side=\"remote\"";

  private final Cluster cluster = new Cluster(1);
  private final ImasProcess core = cluster.process("core-0");
  private final ImasProcess gateway = cluster.process("gateway-0");
  private final ImasProcess notifier = cluster.process("notifier-0");

  @AfterAll
  void close() {
    cluster.close();
  }

  /** It runs before the others, which leave a dead letter. */
  @Test
  @Order(1)
  void commitsAndPagesAreToldFromProcessToProcess() {
    cluster.awaitAll();
    JsonNode bus = core.api("/health/detailed").path("event_bus");
    assertThat(bus.path("clustered").asBoolean()).isTrue();
    assertThat(bus.path("members").findValuesAsText("roles"))
        .containsExactlyInAnyOrder("core", "gateway", "notifier");

    Storm storm =
        cluster.scene.storm(
            Storm.Shape.named("Shared"), FaultRun.random("shared bus"), gateway.gateway());
    storm.awaitMore(FaultRun.times(300, 10_000));

    for (ImasProcess told : List.of(core, notifier)) {
      Await.until(
          "messages of other processes",
          Duration.ofSeconds(30),
          () -> Metrics.of(told).sum("vertx_eventbus_received_total", REMOTE),
          n -> n > 0);
    }
    Aftermath.of(cluster.scene).isInOrder(storm);
    for (ImasProcess process : cluster.processes()) {
      assertThat(Metrics.of(process).sum("imas_bus_messages_unreadable_total")).isZero();
    }
  }

  /** Core asks any gateway; without one, the answer says so. */
  @Test
  void aDeadLetterIsReplayedByAGatewayInAnotherProcess() {
    cluster.awaitAll();
    cluster.scene.sql.execute(
        "ALTER TABLE alert_state ADD CONSTRAINT refused CHECK (name <> 'Replayed') NOT VALID");
    try {
      gateway.postForReceipt(
          "/api/v1/webhooks/alertmanager/",
          "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"Replayed\"},"
              + "\"startsAt\":\"2026-01-02T03:04:05Z\"}]}");
    } finally {
      cluster.scene.sql.execute("ALTER TABLE alert_state DROP CONSTRAINT refused");
    }
    cluster.scene.alsoSent(2);
    String letter =
        cluster.scene.sql.rows("SELECT id FROM dead_letter ORDER BY id DESC").getFirst().getFirst();

    JsonNode replayed = core.apiPost("/api/v1/dead-letters/" + letter + "/replay", "");

    assertThat(replayed.path("replay_receipt").asText()).isNotEmpty();
    assertThat(cluster.scene.sql.number("SELECT count(*) FROM alert WHERE name = 'Replayed'"))
        .isOne();
  }

  /** It works by rows, so also without a shared bus. */
  @Test
  void aTenantsWeightReachesTheGateway() {
    double before = Metrics.of(gateway).sum("imas_routing_generation");
    String tenant =
        cluster.scene.sql.rows("SELECT name FROM tenant ORDER BY name").getFirst().getFirst();

    assertThat(core.command("tenant", "weight", tenant, "7")).isZero();

    Await.until(
        "the gateway's new weights",
        Duration.ofSeconds(10),
        () -> Metrics.of(gateway).sum("imas_routing_generation"),
        generation -> generation > before);
    assertThat(cluster.scene.sql.number("SELECT weight FROM tenant WHERE name = '" + tenant + "'"))
        .isEqualTo(7);
  }
}
