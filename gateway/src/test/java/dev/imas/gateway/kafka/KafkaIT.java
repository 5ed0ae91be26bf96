package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in a topic counts as if it had been posted, once. */
class KafkaIT {

  private static final KafkaProcess KAFKA = KafkaProcess.shared();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "gateway.kafka.bootstrap-servers", KAFKA.servers(),
            "gateway.kafka.group", KAFKA.group());
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  /** A source that is read from a topic of its own, without a key. */
  private static String source(String name, String config) {
    String topic = "imas." + gateway.tenant() + "." + name;
    gateway.update(
        "INSERT INTO source (tenant_id, id, name, type, config) VALUES (?, ?, ?, 'CUSTOM',"
            + " ?::jsonb)",
        gateway.tenant(),
        UUID.randomUUID(),
        name,
        config.replace("TOPIC", topic));
    return topic;
  }

  private static String source(String name) {
    return source(name, "{\"kafka\": {\"topic\": \"TOPIC\"}}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void awaitAlerts(String beginning, int count) {
    Await.until(
        "alerts of " + beginning,
        () -> gateway.alerts("name LIKE '" + beginning + "%'").size(),
        there -> there == count);
  }

  private static long next(String topic) {
    return gateway
        .database()
        .count("SELECT coalesce(sum(next), 0) FROM kafka_offset WHERE topic = '" + topic + "'");
  }

  private static void awaitNext(String topic, long next) {
    Await.until("offset of " + topic, () -> next(topic), there -> there == next);
  }

  @Test
  void recordsBecomeAlertsFromTheFirstOn() {
    String topic = source("first");
    KAFKA.create(topic, 2, Map.of());
    List<byte @Nullable []> values = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      values.add(bytes("{\"name\":\"First " + i + "\"}"));
    }
    KAFKA.write(topic, 2, values);

    awaitAlerts("First ", 200);

    awaitNext(topic, 200);
    assertThat(gateway.alerts("name LIKE 'First %'")).allMatch(a -> a.fireCount() == 1);
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndTheRestGoesOn() {
    String topic = source("poison");
    KAFKA.create(topic, 1, Map.of());
    KAFKA.write(topic, null, bytes("{\"name\":\"Before poison\"}"));
    KAFKA.write(topic, null, bytes("no JSON"));
    KAFKA.write(topic, null, bytes("{\"status\":\"firing\"}"));
    KAFKA.write(topic, null, null);
    KAFKA.write(topic, null, bytes("{\"name\":\"Behind poison\"}"));

    awaitNext(topic, 5);

    awaitAlerts("Behind poison", 1);
    awaitAlerts("Before poison", 1);
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
    String topic = source("times");
    KAFKA.create(topic, 1, Map.of());
    Instant then = Instant.ofEpochMilli(gateway.clock().millis()).minusSeconds(600);
    KAFKA.write(topic, then.toEpochMilli(), bytes("{\"name\":\"Of then\"}"));
    KAFKA.write(
        topic, then.toEpochMilli(), bytes("{\"name\":\"Of then\",\"status\":\"resolved\"}"));
    KAFKA.write(topic, then.toEpochMilli(), bytes("{\"name\":\"Of then\"}"));

    awaitNext(topic, 3);

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
    String topic = source("anew");
    KAFKA.create(topic, 1, Map.of());
    for (int i = 0; i < 3; i++) {
      KAFKA.write(topic, null, bytes("{\"name\":\"Old topic " + i + "\"}"));
    }
    awaitAlerts("Old topic ", 3);

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
    KAFKA.write(topic, null, bytes("{\"name\":\"New topic\"}"));

    awaitAlerts("New topic", 1);
    assertThat(
            gateway
                .database()
                .query("SELECT next FROM kafka_offset WHERE topic = '" + topic + "' ORDER BY next"))
        .containsExactly("1", "3");
  }

  @Test
  void anInactiveSourceKeepsItsOffset() {
    String topic = source("inactive");
    gateway.update("UPDATE source SET is_active = false WHERE name = 'inactive'");
    KAFKA.create(topic, 1, Map.of());
    KAFKA.write(topic, null, bytes("{\"name\":\"Waits\"}"));
    Await.until(
        "its claim",
        () ->
            gateway
                .database()
                .count("SELECT count(*) FROM kafka_offset WHERE topic = '" + topic + "'"),
        rows -> rows == 1);
    assertThat(next(topic)).isZero();

    gateway.update("UPDATE source SET is_active = true WHERE name = 'inactive'");

    awaitAlerts("Waits", 1);
  }

  @Test
  void aTopicOfAnotherTenantIsNotRead() {
    String foreign = "imas." + gateway.addTenant("other") + ".foreign";
    gateway.update(
        "INSERT INTO source (tenant_id, id, name, type, config) VALUES (?, ?, 'foreign', 'CUSTOM',"
            + " ?::jsonb)",
        gateway.tenant(),
        UUID.randomUUID(),
        "{\"kafka\": {\"topic\": \"" + foreign + "\"}}");
    KAFKA.create(foreign, 1, Map.of());
    KAFKA.write(foreign, null, bytes("{\"name\":\"Foreign\"}"));
    String own = source("own");
    KAFKA.create(own, 1, Map.of());
    KAFKA.write(own, null, bytes("{\"name\":\"Own\"}"));

    awaitAlerts("Own", 1);

    assertThat(gateway.alerts("name = 'Foreign'")).isEmpty();
    assertThat(
            gateway
                .database()
                .count("SELECT count(*) FROM kafka_offset WHERE topic = '" + foreign + "'"))
        .isZero();
  }
}
