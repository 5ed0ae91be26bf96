package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in a topic counts as if it had been posted, once. */
class KafkaIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();
  private static TestGateway gateway;
  private static TopicScene scene;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "gateway.kafka.bootstrap-servers", KAFKA.servers(),
            "gateway.kafka.group", KAFKA.group());
    scene = new TopicScene(gateway, KAFKA);
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  @Test
  void recordsBecomeAlertsFromTheFirstOn() {
    String topic = scene.source("first");
    KAFKA.create(topic, 2, Map.of());
    scene.write(topic, 2, "First", 0, 200);

    scene.awaitAlerts("First ", 200);

    scene.awaitNext(topic, 200);
    scene.eachCountsOnce("first", "First", 200);
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndTheRestGoesOn() {
    String topic = scene.source("poison");
    KAFKA.create(topic, 1, Map.of());
    KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"Before poison\"}"));
    KAFKA.write(topic, null, TopicScene.bytes("no JSON"));
    KAFKA.write(topic, null, TopicScene.bytes("{\"status\":\"firing\"}"));
    KAFKA.write(topic, null, null);
    KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"Behind poison\"}"));

    scene.awaitNext(topic, 5);

    scene.awaitAlerts("Behind poison", 1);
    scene.awaitAlerts("Before poison", 1);
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT convert_from(body, 'UTF8') FROM dead_letter d JOIN source s"
                        + " ON s.id = d.source_id WHERE s.name = 'poison' ORDER BY d.id"))
        .containsExactlyInAnyOrder("no JSON", "{\"status\":\"firing\"}");
    assertThat(gateway.metric("imas_kafka_tombstones_total", topic)).isEqualTo(1);
    assertThat(gateway.metric("imas_kafka_dead_letters_total", topic)).isEqualTo(2);
    assertThat(gateway.metric("imas_kafka_records_total", topic)).isEqualTo(5);
  }

  @Test
  void recordsCountAsOfWhenKafkaReceivedThem() {
    String topic = scene.source("times");
    KAFKA.create(topic, 1, Map.of());
    Instant then = Instant.ofEpochMilli(gateway.clock().millis()).minusSeconds(600);
    KAFKA.write(topic, then.toEpochMilli(), TopicScene.bytes("{\"name\":\"Of then\"}"));
    KAFKA.write(
        topic,
        then.toEpochMilli(),
        TopicScene.bytes("{\"name\":\"Of then\",\"status\":\"resolved\"}"));
    KAFKA.write(topic, then.toEpochMilli(), TopicScene.bytes("{\"name\":\"Of then\"}"));

    scene.awaitNext(topic, 3);

    assertThat(
            gateway
                .database()
                .query(
                    "SELECT date_trunc('second', first_seen) = date_trunc('second',"
                        + " timestamptz '"
                        + then
                        + "') FROM alert WHERE name = 'Of then'"))
        .containsExactly("t");
    // Their order in the partition decides, though all have the same time.
    assertThat(gateway.alert("Of then").firing()).isTrue();
    assertThat(gateway.transitions("Of then")).containsExactly(1, 3, 2);
  }

  @Test
  void aTopicThatIsCreatedAnewIsReadFromItsBeginning() {
    String topic = scene.source("anew");
    KAFKA.create(topic, 1, Map.of());
    for (int i = 0; i < 3; i++) {
      KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"Old topic " + i + "\"}"));
    }
    scene.awaitAlerts("Old topic ", 3);

    KAFKA.delete(topic);
    Await.until(
        "another topic",
        () -> {
          try {
            KAFKA.create(topic, 1, Map.of());
            return true;
          } catch (AssertionError stillThere) {
            return false;
          }
        },
        made -> made);
    KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"New topic\"}"));

    scene.awaitAlerts("New topic", 1);
    assertThat(
            gateway
                .database()
                .query("SELECT next FROM kafka_offset WHERE topic = '" + topic + "' ORDER BY next"))
        .containsExactly("1", "3");
  }

  @Test
  void anInactiveSourceKeepsItsOffset() {
    String topic = scene.source("inactive");
    gateway.update("UPDATE source SET is_active = false WHERE name = 'inactive'");
    KAFKA.create(topic, 1, Map.of());
    KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"Waits\"}"));
    Await.until(
        "its claim",
        () ->
            gateway
                .database()
                .count("SELECT count(*) FROM kafka_offset WHERE topic = '" + topic + "'"),
        rows -> rows == 1);
    assertThat(scene.next(topic)).isZero();

    gateway.update("UPDATE source SET is_active = true WHERE name = 'inactive'");

    scene.awaitAlerts("Waits", 1);
  }

  @Test
  void ofTransactionsOnlyWhatWasCommittedIsRead() {
    String topic = scene.source("transactions");
    KAFKA.create(topic, 1, Map.of());
    KAFKA.writeInTransaction(topic, TopicScene.bytes("{\"name\":\"Aborted\"}"), false);
    KAFKA.writeInTransaction(topic, TopicScene.bytes("{\"name\":\"Committed 1\"}"), true);
    KAFKA.writeInTransaction(topic, TopicScene.bytes("{\"name\":\"Committed 2\"}"), true);

    // Each transaction ends with a mark, which has an offset, too.
    scene.awaitNext(topic, 5);

    scene.eachCountsOnce("transactions", "Committed", 2);
    assertThat(gateway.alerts("name = 'Aborted'")).isEmpty();
    Await.until(
        "to be read up",
        () ->
            gateway
                .database()
                .count("SELECT count(read_up_at) FROM kafka_offset WHERE topic = '" + topic + "'"),
        rows -> rows == 1);
    assertThat(gateway.metric("imas_kafka_lag_records", topic)).isZero();
  }

  @Test
  void nothingExpiresOfASourceThatLags() {
    String topic = scene.source("expiring");
    KAFKA.create(topic, 1, Map.of());
    Instant ends = gateway.clock().instant().plusSeconds(60);
    KAFKA.write(
        topic, null, TopicScene.bytes("{\"name\":\"Expires\",\"ends_at\":\"" + ends + "\"}"));
    scene.awaitAlerts("Expires", 1);
    gateway.database().gatewaysListenSince(Instant.EPOCH);
    // By core's clock: two hours later, and read up to then or not.
    Instant later = gateway.clock().instant().plusSeconds(7_200);
    String expire = "SELECT expire_alerts('%s', interval '0 s', 100)".formatted(later);

    assertThat(gateway.database().query(expire)).containsExactly("0");

    gateway.update(
        "UPDATE kafka_offset SET read_up_at = ?::timestamptz WHERE topic = ?",
        later.toString(),
        topic);
    gateway.database().query(expire);
    assertThat(gateway.alert("Expires").firing()).isFalse();
  }

  @Test
  void aTopicOfAnotherTenantIsNotRead() {
    String foreign = "imas." + gateway.addTenant("other") + ".foreign";
    scene.source("foreign", foreign);
    KAFKA.create(foreign, 1, Map.of());
    KAFKA.write(foreign, null, TopicScene.bytes("{\"name\":\"Foreign\"}"));
    String own = scene.source("own");
    KAFKA.create(own, 1, Map.of());
    KAFKA.write(own, null, TopicScene.bytes("{\"name\":\"Own\"}"));

    scene.awaitAlerts("Own", 1);

    assertThat(gateway.alerts("name = 'Foreign'")).isEmpty();
    assertThat(
            gateway
                .database()
                .count("SELECT count(*) FROM kafka_offset WHERE topic = '" + foreign + "'"))
        .isZero();
  }

  @Test
  void someBodiesOfATopicAreKeptToBeTried() {
    String topic = scene.source("kept");
    String unkept = "imas." + gateway.tenant() + ".unkept";
    scene.source("unkept", unkept, ",\"recent_bodies\":false");
    KAFKA.create(topic, 1, Map.of());
    KAFKA.create(unkept, 1, Map.of());
    KAFKA.write(unkept, null, TopicScene.bytes("{\"name\":\"Unkept\"}"));
    scene.awaitAlerts("Unkept", 1);
    KAFKA.write(topic, null, TopicScene.bytes("{\"name\":\"Kept\"}"));
    KAFKA.write(topic, null, TopicScene.bytes("no JSON"));

    String bodies =
        "SELECT concat_ws(' ', s.name, b.size, b.alerts, b.dead_letters, b.sealed IS NOT NULL)"
            + " FROM recent_body b JOIN source s ON s.id = b.source_id"
            + " WHERE s.name LIKE '%kept' ORDER BY b.size DESC";
    assertThat(
            Await.until(
                "its bodies", () -> gateway.database().query(bodies), kept -> kept.size() == 2))
        .containsExactly("kept 15 1 0 t", "kept 7 0 1 t");
  }
}
