package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever stops meanwhile, each record counts once. */
class KafkaFaultsIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();
  private final String group = KAFKA.group();
  private TestGateway gateway;
  private TopicScene scene;

  private String[] settings() {
    return new String[] {
      "gateway.kafka.bootstrap-servers",
      KAFKA.servers(),
      "gateway.kafka.group",
      group,
      "gateway.kafka.session-timeout",
      "2s"
    };
  }

  @BeforeEach
  void start() {
    gateway = TestGateway.start(settings());
    scene = new TopicScene(gateway, KAFKA);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** Each transaction waits so long between its statements and its commit. */
  private void slowCommits(double seconds) {
    gateway
        .database()
        .execute(
            """
            CREATE FUNCTION imas.slow() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN PERFORM pg_sleep(%s); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER slow AFTER UPDATE OF next ON imas.kafka_offset
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION imas.slow()
            """
                .formatted(seconds));
  }

  @Test
  void gatewaysShareThePartitionsAndHandThemOver() {
    String topic = scene.source("shared");
    KAFKA.create(topic, 4, Map.of());
    scene.write(topic, 4, "Shared", 0, 400);
    Await.until("the first to read", () -> scene.next(topic), next -> next > 0);
    try (TestGateway another = gateway.startAnother(settings())) {
      for (int i = 400; i < 4_000; i += 200) {
        scene.write(topic, 4, "Shared", i, i + 200);
      }
      Await.until(
          "both to read",
          () -> another.metric("imas_kafka_records_total"),
          records -> {
            scene.write(topic, 4, "Filling", 0, 4);
            return records > 0;
          });
      scene.write(topic, 4, "Shared", 4_000, 5_000);
    }
    scene.write(topic, 4, "Shared", 5_000, 6_000);

    scene.awaitAlerts("Shared ", 6_000);

    assertThat(gateway.alerts("name LIKE 'Shared %'"))
        .allMatch(alert -> alert.fireCount() == 1 && alert.dedupCount() == 0);
    assertThat(gateway.metric("imas_kafka_rebalances_total")).isGreaterThanOrEqualTo(3);
    Await.until(
        "as many as were written",
        () -> gateway.ledger("accepted") == scene.next(topic),
        equal -> equal);
    gateway.ledgerBalances();
  }

  @Test
  void aBrokerThatIsKilledAndComesBackIsReadOn() {
    String topic = scene.source("killed");
    KAFKA.create(topic, 2, Map.of());
    slowCommits(0.2);
    scene.write(topic, 2, "Killed", 0, 4_000);
    Await.until("some to be read", () -> scene.next(topic), next -> next > 0);

    KAFKA.kill();
    assertThat(scene.next(topic)).isLessThan(4_000);
    Await.until("to be told", () -> gateway.metric("imas_kafka_away"), away -> away == 1);
    assertThat(gateway.get("/health/ready").json().at("/checks/kafka/status").asText())
        .isEqualTo("unreachable");
    assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
    KAFKA.start();
    scene.write(topic, 2, "Killed", 4_000, 5_000);

    scene.awaitNext(topic, 5_000);
    scene.eachCountsOnce("killed", "Killed", 5_000);
    Await.until("to be told", () -> gateway.metric("imas_kafka_away"), away -> away == 0);
  }

  @Test
  void aBrokerThatReadsNothingHoldsNobodyUp() {
    String topic = scene.source("frozen");
    KAFKA.create(topic, 2, Map.of());
    scene.write(topic, 2, "Frozen", 0, 1_000);
    Await.until("some to be read", () -> scene.next(topic), next -> next > 0);

    KAFKA.freeze();
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.custom("\"name\":\"Beside it " + i + "\"").status()).isEqualTo(202);
      }
      Await.until("to be told", () -> gateway.metric("imas_kafka_away"), away -> away == 1);
      assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
    } finally {
      KAFKA.thaw();
    }
    scene.write(topic, 2, "Frozen", 1_000, 2_000);

    scene.awaitNext(topic, 2_000);
    scene.eachCountsOnce("frozen", "Frozen", 2_000);
  }

  @Test
  void aGatewayThatIsKilledCountsNothingTwice() {
    String topic = scene.source("dying");
    KAFKA.create(topic, 4, Map.of());
    slowCommits(0.2);
    for (int round = 0; round < 2; round++) {
      try (GatewayProcess dies = GatewayProcess.start(gateway.database().config(), settings())) {
        int from = round * 3_000;
        Await.until("both to read", () -> KAFKA.sharing(group), members -> members == 2);
        scene.write(topic, 4, "Dying", from, from + 3_000);
        Await.until("some to be read", () -> scene.next(topic), next -> next > from);
        assertThat(scene.next(topic)).isLessThan(from + 3_000);
      }
      scene.awaitNext(topic, (round + 1) * 3_000L);
    }

    scene.eachCountsOnce("dying", "Dying", 6_000);
  }

  @Test
  void connectionsThatBreakInTheMiddleOfTransactionsLoseNothing() {
    String topic = scene.source("broken");
    KAFKA.create(topic, 3, Map.of());
    slowCommits(0.05);
    scene.write(topic, 3, "Broken", 0, 6_000);

    int broken = 0;
    while (broken < 10 && scene.next(topic) < 6_000) {
      broken +=
          gateway
              .database()
              .query(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                      + " current_database() AND application_name LIKE '%gateway-kafka%'"
                      + " AND state <> 'idle'")
              .size();
    }

    scene.awaitNext(topic, 6_000);
    assertThat(broken).isGreaterThan(2);
    scene.eachCountsOnce("broken", "Broken", 6_000);
  }

  /** As from a gateway that stood still while its partition went to another. */
  @Test
  void aClaimThatIsLostCommitsNothingMore() {
    String topic = scene.source("stolen");
    KAFKA.create(topic, 1, Map.of());
    scene.write(topic, 1, "Stolen", 0, 10);
    scene.awaitNext(topic, 10);

    gateway.update("UPDATE kafka_offset SET epoch = epoch + 1 WHERE topic = ?", topic);
    scene.write(topic, 1, "Stolen", 10, 20);

    scene.awaitNext(topic, 20);
    scene.eachCountsOnce("stolen", "Stolen", 20);
    assertThat(
            gateway
                .database()
                .count("SELECT epoch FROM kafka_offset WHERE topic = '" + topic + "'"))
        .as("claimed anew")
        .isEqualTo(3);
  }

  @Test
  void whatTheDatabaseRefusesIsADeadLetterAndItsNeighboursAreStored() {
    String topic = scene.source("refused");
    KAFKA.create(topic, 1, Map.of());
    gateway
        .database()
        .execute("ALTER TABLE imas.alert_state ADD CONSTRAINT no_five CHECK (name <> 'Refused 5')");
    scene.write(topic, 1, "Refused", 0, 10);

    scene.awaitNext(topic, 10);

    assertThat(gateway.alerts("name LIKE 'Refused %'")).hasSize(9);
    assertThat(gateway.ledger("dead_lettered")).isEqualTo(1);
    assertThat(gateway.database().query("SELECT convert_from(body, 'UTF8') FROM dead_letter"))
        .containsExactly("{\"name\":\"Refused 5\"}");
    gateway.ledgerBalances();
  }

  @Test
  void recordsThatKafkaDeletedAreCountedAsGoneAndTheRestIsRead() throws Exception {
    String topic = scene.source("gone");
    KAFKA.create(topic, 1, Map.of());
    scene.write(topic, 1, "Gone", 0, 5);
    scene.awaitNext(topic, 5);
    gateway.update("UPDATE source SET is_active = false WHERE name = 'gone'");
    gateway.update("UPDATE kafka_offset SET next = 1, epoch = epoch + 1 WHERE topic = ?", topic);
    KAFKA.deleteBefore(topic, 3);
    scene.write(topic, 1, "Gone", 5, 6);

    gateway.update("UPDATE source SET is_active = true WHERE name = 'gone'");

    scene.awaitNext(topic, 6);
    scene.awaitAlerts("Gone 5", 1);
    Await.until(
        "to be counted", () -> gateway.metric("imas_kafka_records_gone_total"), n -> n == 2);
  }
}
