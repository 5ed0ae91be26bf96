package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A log in front of gateways, and what became of what was posted through it. */
final class LogScene {

  private static final AtomicInteger TOPICS = new AtomicInteger();

  private final KafkaProcess kafka;
  private final String topic = "imas-log-" + TOPICS.incrementAndGet();
  private final String group;

  LogScene(KafkaProcess kafka, int partitions, Map<String, String> settings) {
    this.kafka = kafka;
    this.group = kafka.group();
    kafka.create(topic, partitions, settings);
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
