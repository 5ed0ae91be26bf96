package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.TestGateway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A log in front of gateways, and what became of what was posted through it. */
final class LogScene {

  private static final AtomicInteger TOPICS = new AtomicInteger();

  private final KafkaProcess kafka;
  private final String topic = "imas-log-" + TOPICS.incrementAndGet();
  private final String group;

  LogScene(KafkaProcess kafka, int partitions, Map<String, String> settings) {
    this(kafka, topic -> kafka.create(topic, partitions, settings));
  }

  /**
   * @param creating creates the topic of that name
   */
  LogScene(KafkaProcess kafka, Consumer<String> creating) {
    this.kafka = kafka;
    this.group = kafka.group();
    creating.accept(topic);
  }

  String topic() {
    return topic;
  }

  String[] settings(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "gateway.kafka.bootstrap-servers",
                kafka.servers(),
                "gateway.kafka.group",
                group,
                "gateway.kafka.session-timeout",
                "2s",
                "gateway.log.topic",
                topic));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Of a record that a gateway took a minute ago. */
  static Map<String, String> headers(TestGateway gateway, UUID tenant, UUID source, String format) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("imas-format", format);
    all.put("imas-tenant", tenant.toString());
    all.put("imas-source", source.toString());
    all.put("imas-receipt", UuidV7.at(gateway.clock().millis()).toString());
    all.put("imas-received", Long.toString((gateway.clock().millis() - 60_000) * 1_000));
    all.put("imas-path", "/api/v1/webhooks/custom");
    all.put("imas-some-day", "what an older gateway does not know");
    return all;
  }

  /** What this source has posted, one alert each: numbered, from 0 on. */
  void post(TestGateway gateway, UUID tenant, UUID source, String name, int count, String status) {
    kafka.writeAllAs(
        topic,
        headers(gateway, tenant, source, "1"),
        IntStream.range(0, count)
            .mapToObj(i -> "{\"name\":\"%s %d\",\"status\":\"%s\"}".formatted(name, i, status))
            .toList());
  }

  /** How many alerts have names that begin so. */
  static long count(TestGateway gateway, String beginning, String where) {
    return gateway
        .database()
        .count(
            "SELECT count(*) FROM alert WHERE name LIKE '" + beginning + " %' AND (" + where + ")");
  }

  /** Up to where tenants are committed that are read apart. */
  List<String> apart(TestGateway gateway) {
    return gateway
        .database()
        .query(
            "SELECT next FROM kafka_offset WHERE topic = '"
                + topic
                + "' AND tenant_id <> '00000000-0000-0000-0000-000000000000'");
  }

  /** How many records of all its partitions are committed. */
  long next(TestGateway gateway) {
    return gateway
        .database()
        .count("SELECT coalesce(sum(next), 0) FROM kafka_offset WHERE topic = '" + topic + "'");
  }

  void awaitNext(TestGateway gateway, long next) {
    Await.until("offset of " + topic, () -> next(gateway), there -> there >= next);
    assertThat(next(gateway)).isEqualTo(next);
  }

  static void awaitAlerts(TestGateway gateway, String beginning, int count) {
    Await.until(
        "alerts of " + beginning,
        () -> gateway.alerts("name LIKE '" + beginning + "%'").size(),
        there -> there >= count);
    assertThat(gateway.alerts("name LIKE '" + beginning + "%'")).hasSize(count);
  }

  /** Runs this while nobody can reach the gateway's database. */
  static void withoutDatabase(TestGateway gateway, Runnable meanwhile) {
    String name = gateway.database().config().database();
    String onServer = "ALTER DATABASE " + name + " ALLOW_CONNECTIONS ";
    try (TestDatabase elsewhere = TestDatabase.create()) {
      elsewhere.execute(onServer + "false");
      try {
        elsewhere.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + name
                + "'");
        meanwhile.run();
      } finally {
        elsewhere.execute(onServer + "true");
      }
    }
  }

  /** Each transaction waits so long between its statements and its commit. */
  static void slowCommits(TestGateway gateway, double seconds) {
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
}
