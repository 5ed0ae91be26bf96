package dev.imas.gateway.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of what is read from Kafka, by topic where that is known. */
public final class KafkaMeters {

  /**
   * How far behind this gateway is with a topic.
   *
   * @param seconds since the receipt of the oldest record that is not committed; 0 for none
   */
  record Lag(long records, long seconds) {}

  private static final Lag NONE = new Lag(0, 0);

  private final MeterRegistry registry;
  private final Map<String, Lag> lags = new ConcurrentHashMap<>();
  private final AtomicInteger away = new AtomicInteger();
  private final AtomicInteger apart = new AtomicInteger();
  private final Counter rebalances;

  private KafkaMeters(MeterRegistry registry, Counter rebalances) {
    this.registry = registry;
    this.rebalances = rebalances;
  }

  /** Of the topics that sources name. */
  public static KafkaMeters ofSources(MeterRegistry registry) {
    KafkaMeters meters =
        new KafkaMeters(
            registry,
            Counter.builder("imas_kafka_rebalances_total")
                .description("How often partitions came to this gateway or left it")
                .register(registry));
    Gauge.builder("imas_kafka_away", meters.away, AtomicInteger::get)
        .description("1 while no broker of Kafka answers")
        .strongReference(true)
        .register(registry);
    return meters;
  }

  /** Of the log in front of the gateway. */
  public static KafkaMeters ofLog(MeterRegistry registry) {
    KafkaMeters meters =
        new KafkaMeters(
            registry,
            Counter.builder("imas_log_rebalances_total")
                .description("How often partitions of the log came to this gateway or left it")
                .register(registry));
    Gauge.builder("imas_log_apart", meters.apart, AtomicInteger::get)
        .description("Partitions of the log in which the posts of one tenant are read apart")
        .strongReference(true)
        .register(registry);
    Gauge.builder("imas_log_lag_seconds", meters, KafkaMeters::longestLag)
        .description("Age of the oldest post in the log that waits to be read by this gateway")
        .strongReference(true)
        .register(registry);
    Gauge.builder("imas_log_away", meters.away, AtomicInteger::get)
        .description("1 while no broker of the log answers")
        .strongReference(true)
        .register(registry);
    return meters;
  }

  void rebalanced() {
    rebalances.increment();
  }

  void away(boolean isAway) {
    away.set(isAway ? 1 : 0);
  }

  void apart(int partitions) {
    apart.set(partitions);
  }

  /** Records that are committed. */
  void read(String topic, int records, int tombstones, int deadLetters) {
    Counter.builder("imas_kafka_records_total")
        .description("Records of Kafka that are read and committed")
        .tag("topic", topic)
        .register(registry)
        .increment(records);
    if (tombstones > 0) {
      Counter.builder("imas_kafka_tombstones_total")
          .description("Records of Kafka without a value")
          .tag("topic", topic)
          .register(registry)
          .increment(tombstones);
    }
    if (deadLetters > 0) {
      Counter.builder("imas_kafka_dead_letters_total")
          .description("Dead letters of what was read from Kafka")
          .tag("topic", topic)
          .register(registry)
          .increment(deadLetters);
    }
  }

  /** Records that Kafka no longer had when they were to be read. */
  void gone(String topic, long records) {
    Counter.builder("imas_kafka_records_gone_total")
        .description("Records that Kafka deleted before they were read")
        .tag("topic", topic)
        .register(registry)
        .increment(records);
  }

  /** What is not named has no lag here: others read it, or nobody does. */
  void lags(Map<String, Lag> byTopic) {
    byTopic.forEach(
        (topic, lag) -> {
          if (lags.put(topic, lag) == null) {
            Gauge.builder("imas_kafka_lag_records", () -> of(topic).records())
                .description("Records of Kafka that wait to be read by this gateway")
                .tag("topic", topic)
                .register(registry);
            Gauge.builder("imas_kafka_lag_seconds", () -> of(topic).seconds())
                .description("Age of the oldest record of Kafka that waits to be read")
                .tag("topic", topic)
                .register(registry);
          }
        });
    lags.replaceAll((topic, lag) -> byTopic.getOrDefault(topic, NONE));
  }

  private Lag of(String topic) {
    return lags.getOrDefault(topic, NONE);
  }

  /** The topic that is furthest behind. */
  long longestLag() {
    return lags.values().stream().mapToLong(Lag::seconds).max().orElse(0);
  }
}
