package dev.imas.gateway.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brokers of Kafka, as the gateway asks them. Its methods block: they are for other threads.
 */
final class Brokers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Brokers.class);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** The most bytes that a poll brings of one partition, but for a record that is larger. */
  private static final int MOST_BYTES = 1 << 20;

  static final int MOST_RECORDS = 500;

  private final Vertx vertx;
  private final KafkaConfig config;
  private final Admin admin;

  private Brokers(Vertx vertx, KafkaConfig config, Admin admin) {
    this.vertx = vertx;
    this.config = config;
    this.admin = admin;
  }

  /** Looks up the brokers' addresses, but asks none of them. */
  static Brokers open(Vertx vertx, KafkaConfig config) {
    Map<String, Object> all = new HashMap<>(config.common());
    all.put("request.timeout.ms", (int) ANSWER.toMillis());
    all.put("default.api.timeout.ms", (int) ANSWER.toMillis());
    return new Brokers(vertx, config, Admin.create(all));
  }

  /** A consumer of its group, bound to the calling context. */
  KafkaReadStream<byte[], byte[]> consumer() {
    Map<String, Object> all = reading();
    all.put("group.id", config.group());
    all.put("group.protocol", "classic");
    all.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    all.put("session.timeout.ms", (int) config.sessionTimeout().toMillis());
    all.put("heartbeat.interval.ms", (int) config.sessionTimeout().toMillis() / 3);
    return stream(all);
  }

  /** A consumer of partitions that are assigned by hand, bound to the calling context. */
  KafkaReadStream<byte[], byte[]> single() {
    return stream(reading());
  }

  private Map<String, Object> reading() {
    Map<String, Object> all = new HashMap<>(config.common());
    // Offsets are ours: nothing is read that was not sought.
    all.put("enable.auto.commit", false);
    all.put("auto.offset.reset", "none");
    all.put("isolation.level", "read_committed");
    all.put("allow.auto.create.topics", false);
    all.put("max.poll.records", MOST_RECORDS);
    all.put("max.partition.fetch.bytes", MOST_BYTES);
    all.put("fetch.max.bytes", 8 * MOST_BYTES);
    // By which a topic that is created anew is noticed.
    all.put("metadata.max.age.ms", 10_000);
    all.put("default.api.timeout.ms", 2 * (int) ANSWER.toMillis());
    all.put("request.timeout.ms", 2 * (int) ANSWER.toMillis());
    return all;
  }

  private KafkaReadStream<byte[], byte[]> stream(Map<String, Object> all) {
    return KafkaReadStream.create(
        vertx, all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * @param ids of the topics that there are, as far as they are told now
   * @param missing which do not exist
   * @param refused which may not be read, each with the reason
   */
  record Seen(
      String cluster, Map<String, UUID> ids, Set<String> missing, Map<String, String> refused) {}

  Future<Seen> look(Set<String> topics) {
    return vertx.executeBlocking(() -> seen(topics), false).map(Objects::requireNonNull);
  }

  private Seen seen(Set<String> topics) throws Exception {
    String cluster = answer(admin.describeCluster().clusterId());
    Map<String, UUID> ids = new HashMap<>();
    Set<String> missing = new HashSet<>();
    Map<String, String> refused = new HashMap<>();
    DescribeTopicsResult described = admin.describeTopics(topics);
    for (Map.Entry<String, KafkaFuture<TopicDescription>> one :
        described.topicNameValues().entrySet()) {
      try {
        Uuid id = answer(one.getValue()).topicId();
        ids.put(one.getKey(), new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
      } catch (ExecutionException failed) {
        switch (failed.getCause()) {
          case UnknownTopicOrPartitionException unknown -> missing.add(one.getKey());
          case RetriableException later -> log.debug("A topic of Kafka tells nothing now", later);
          case null -> throw failed;
          default -> refused.put(one.getKey(), String.valueOf(failed.getCause().getMessage()));
        }
      }
    }
    return new Seen(cluster, ids, missing, refused);
  }

  /** The offset after the last record that can be read, by partition; of those that tell it. */
  Future<Map<TopicPartition, Long>> ends(Set<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** The offset of the first record that there still is, by partition; of those that tell it. */
  Future<Map<TopicPartition, Long>> beginnings(Set<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest());
  }

  private Future<Map<TopicPartition, Long>> offsets(
      Set<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Callable<Map<TopicPartition, Long>> question =
        () -> {
          ListOffsetsResult told =
              admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
          Map<TopicPartition, Long> offsets = new HashMap<>();
          for (TopicPartition partition : partitions) {
            try {
              offsets.put(partition, answer(told.partitionResult(partition)).offset());
            } catch (ExecutionException without) {
              log.debug("A partition of Kafka tells no offset, as without a leader", without);
            }
          }
          return offsets;
        };
    return vertx.executeBlocking(question, false).map(Objects::requireNonNull);
  }

  private static <T> T answer(KafkaFuture<T> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    return asked.get(ANSWER.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
