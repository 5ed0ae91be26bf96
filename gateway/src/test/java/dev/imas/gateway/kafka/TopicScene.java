package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sources that are read from topics, and what became of what was written there. */
record TopicScene(TestGateway gateway, KafkaProcess kafka) {

  /** A source that is read from a topic of its own, without a key. Returns the topic. */
  String source(String name) {
    String topic = "imas." + gateway.tenant() + "." + name;
    source(name, topic);
    return topic;
  }

  void source(String name, String topic) {
    source(name, topic, "");
  }

  /**
   * @param more members of its config
   */
  void source(String name, String topic, String more) {
    gateway.update(
        "INSERT INTO source (tenant_id, id, name, type, config) VALUES (?, ?, ?, 'CUSTOM',"
            + " ?::jsonb)",
        gateway.tenant(),
        UUID.randomUUID(),
        name,
        "{\"kafka\": {\"topic\": \"" + topic + "\"}" + more + "}");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Alerts with these numbers, none twice. */
  void write(String topic, int partitions, String name, int from, int to) {
    List<byte @Nullable []> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      values.add(bytes("{\"name\":\"" + name + " " + i + "\"}"));
    }
    kafka.write(topic, partitions, values);
  }

  /** How many records of all its partitions are committed. */
  long next(String topic) {
    return gateway
        .database()
        .count("SELECT coalesce(sum(next), 0) FROM kafka_offset WHERE topic = '" + topic + "'");
  }

  void awaitNext(String topic, long next) {
    Await.until("offset of " + topic, () -> next(topic), there -> there >= next);
    assertThat(next(topic)).isEqualTo(next);
  }

  void awaitAlerts(String beginning, int count) {
    Await.until(
        "alerts of " + beginning,
        () -> gateway.alerts("name LIKE '" + beginning + "%'").size(),
        there -> there >= count);
    assertThat(gateway.alerts("name LIKE '" + beginning + "%'")).hasSize(count);
  }

  /** Each of these alerts was read, and each counts once, in its row and in the ledger. */
  void eachCountsOnce(String source, String name, int count) {
    assertThat(gateway.alerts("name LIKE '" + name + " %'"))
        .hasSize(count)
        .allMatch(alert -> alert.fireCount() == 1 && alert.dedupCount() == 0);
    assertThat(
            gateway
                .database()
                .query(
                    "SELECT concat_ws(' ', sum(accepted), sum(opened)) FROM ledger l JOIN source s"
                        + " ON s.id = l.source_id WHERE s.name = '"
                        + source
                        + "'"))
        .containsExactly(count + " " + count);
    gateway.ledgerBalances();
  }
}
