package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FullSize;
import dev.imas.gateway.TestGateway;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one tenant posts in a storm keeps nobody waiting, and counts once, in its order. */
class LogApartIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();

  /** So many are read in many transactions, of which each takes a while. */
  private static final int STORM = FullSize.or(6_000, 60_000);

  private static final double COMMIT_SECONDS = 0.1;

  private final LogScene scene = new LogScene(KAFKA, 1, Map.of());
  private TestGateway gateway;
  private UUID storming;
  private UUID loud;
  private UUID quiet;

  private String[] settings() {
    return scene.settings("gateway.log.apart-after", "100ms", "gateway.log.connections", "2");
  }

  @BeforeEach
  void start() {
    // It stores nothing of the log before the storm is there.
    gateway = TestGateway.start();
    storming = gateway.addTenant("storming");
    loud = gateway.addSource(storming, "loud", "CUSTOM").id();
    quiet = gateway.addSource(gateway.tenant(), "quiet", "CUSTOM").id();
    LogScene.slowCommits(gateway, COMMIT_SECONDS);
  }

  @AfterEach
  void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private void storm() {
    scene.post(gateway, storming, loud, "Storm", STORM, "firing");
    scene.post(gateway, gateway.tenant(), quiet, "Quiet", 1, "firing");
    scene.post(gateway, storming, loud, "Storm", STORM / 2, "resolved");
  }

  private void allIsCountedOnceAndInOrder() {
    Await.until(
        "the storm to be read, and no longer apart",
        () ->
            LogScene.count(gateway, "Storm", "status <> 1") == STORM / 2
                && scene.apart(gateway).isEmpty(),
        is -> is);
    assertThat(scene.next(gateway)).isEqualTo(STORM + STORM / 2 + 1);
    assertThat(LogScene.count(gateway, "Storm", "true")).isEqualTo(STORM);
    assertThat(LogScene.count(gateway, "Storm", "fire_count <> 1 OR dedup_count + stale_count > 0"))
        .isZero();
    assertThat(LogScene.count(gateway, "Quiet", "fire_count = 1 AND dedup_count = 0")).isEqualTo(1);
    assertThat(gateway.ledger("accepted")).isEqualTo(STORM + STORM / 2 + 1);
  }

  @Test
  void aStormIsReadBehindTheOthersAndThenWithThemAgain() {
    storm();
    try (TestGateway reads = gateway.startAnother(settings())) {
      LogScene.awaitAlerts(gateway, "Quiet", 1);

      assertThat(LogScene.count(gateway, "Storm", "true")).as("is still read").isLessThan(STORM);
      assertThat(reads.metric("imas_log_apart")).isEqualTo(1);
      allIsCountedOnceAndInOrder();
      scene.post(gateway, storming, loud, "Afterwards", 1, "firing");
      LogScene.awaitAlerts(gateway, "Afterwards", 1);
      Await.until("to end", () -> reads.metric("imas_log_apart"), apart -> apart == 0);
      assertThat(scene.next(gateway)).isEqualTo(STORM + STORM / 2 + 2);
    }
  }

  /** What was not heard of it is no silence. That of the others is. */
  @Test
  void onlyTheSourcesOfTheStormLag() {
    storm();
    try (TestGateway reads = gateway.startAnother(settings())) {
      LogScene.awaitAlerts(gateway, "Quiet", 1);

      Await.until(
          "one tenant to lag",
          () -> gateway.database().query("SELECT DISTINCT tenant_id FROM sources_that_lag(now())"),
          lagging -> lagging.equals(List.of(storming.toString())));
      assertThat(scene.apart(gateway)).hasSize(1);
      assertThat(reads.metric("imas_log_lag_seconds")).isGreaterThan(30);
      allIsCountedOnceAndInOrder();
    }
  }

  /**
   * As when a gateway stood still for a while; whoever had read until then commits nothing more.
   */
  @Test
  void claimsThatAreLostWhileItIsReadApartAreTakenUpAgain() {
    storm();
    try (TestGateway reads = gateway.startAnother(settings())) {
      for (int i = 0; i < 3; i++) {
        Await.until("to be apart", () -> scene.apart(gateway), apart -> !apart.isEmpty());
        long before = LogScene.count(gateway, "Storm", "true");
        gateway.update(
            "UPDATE kafka_offset SET epoch = epoch + 1 WHERE topic = ?"
                + (i % 2 == 0 ? "" : " AND source_id = tenant_id"),
            scene.topic());
        Await.until(
            "to go on", () -> LogScene.count(gateway, "Storm", "true"), count -> count > before);
      }
      allIsCountedOnceAndInOrder();
      assertThat(reads.metric("imas_kafka_records_gone_total")).isZero();
    }
  }

  @Test
  void aGatewayThatIsKilledWhileAStormIsReadApartLosesNothingAndCountsNothingTwice() {
    storm();
    for (int round = 0; round < 2; round++) {
      long before = LogScene.count(gateway, "Storm", "true");
      try (GatewayProcess dies = GatewayProcess.start(gateway.database().config(), settings())) {
        Await.until(
            "some to be read apart",
            () -> scene.apart(gateway).isEmpty() ? 0 : LogScene.count(gateway, "Storm", "true"),
            count -> count > before + 500);
      }
    }
    assertThat(scene.apart(gateway)).as("nobody has caught up").hasSize(1);

    try (TestGateway reads = gateway.startAnother(settings())) {
      allIsCountedOnceAndInOrder();
      assertThat(reads.metric("imas_kafka_records_gone_total")).isZero();
    }
  }
}
