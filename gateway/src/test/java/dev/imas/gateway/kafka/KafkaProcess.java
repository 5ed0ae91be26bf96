package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker of Kafka in a process of its own, which tests may kill and start again. One for all
 * tests of a process, which take topics and groups of their own. Others may join it for a while.
 */
final class KafkaProcess {

  private static final String CLUSTER = "imas-tests-cluster-AAA";
  private static final AtomicInteger GROUPS = new AtomicInteger();
  private static @Nullable KafkaProcess shared;

  private final int port = FreePort.next();
  private final int securedPort = FreePort.next();
  private final int node;
  private final int controllerPort;
  private final Path folder;
  private @Nullable Process process;
  private @Nullable Admin admin;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  private KafkaProcess(int node, int controllerPort, Path folder) {
    this.node = node;
    this.controllerPort = controllerPort;
    this.folder = folder;
  }

  static synchronized KafkaProcess shared() {
    KafkaProcess there = shared;
    if (there == null) {
      try {
        there = new KafkaProcess(1, FreePort.next(), Files.createTempDirectory("imas-kafka"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      KafkaProcess made = there;
      Runtime.getRuntime().addShutdownHook(new Thread(made::kill));
      made.write();
      made.start();
      shared = made;
    }
    return there;
  }

  /**
   * Waits until the others have left, which were killed: a topic may be put on any that is there.
   */
  void awaitAlone() {
    Await.until("the others to leave", this::nodes, nodes -> nodes == 1);
  }

  /** Another broker of the same cluster. Whoever asks for it kills it. */
  KafkaProcess join(int number) {
    KafkaProcess joined =
        new KafkaProcess(number, controllerPort, folder.resolve("broker-" + number));
    Runtime.getRuntime().addShutdownHook(new Thread(joined::kill));
    joined.write();
    joined.start();
    return joined;
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  /** A group that no other test is in. */
  String group() {
    return "group-" + GROUPS.incrementAndGet();
  }

  private boolean isFirst() {
    return node == 1;
  }

  private void write() {
    String properties =
        """
        process.roles=%5$s
        node.id=%4$d
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=%6$s
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL
        log.dirs=%3$s/data
        num.network.threads=1
        num.io.threads=2
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=500
        group.min.session.timeout.ms=1000
        auto.create.topics.enable=false
        delete.topic.enable=true
        log.cleaner.dedupe.buffer.size=4194304
        log.cleaner.io.buffer.size=65536
        """
            .formatted(
                port,
                controllerPort,
                folder,
                node,
                isFirst() ? "broker,controller" : "broker",
                isFirst()
                    ? "PLAINTEXT://127.0.0.1:%d,SECURED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, securedPort, controllerPort)
                    : "PLAINTEXT://127.0.0.1:" + port);
    try {
      Files.createDirectories(folder.resolve("data"));
      Files.writeString(
          folder.resolve("server.properties"),
          isFirst() ? properties + SecuredKafka.listener(folder) : properties);
      Files.writeString(
          folder.resolve("data/meta.properties"),
          "version=1\ncluster.id="
              + CLUSTER
              + "\nnode.id="
              + node
              + "\ndirectory.id="
              + Uuid.randomUuid()
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its listener with TLS and SASL. */
  SecuredKafka secured() {
    get(admin().alterUserScramCredentials(List.of(SecuredKafka.user())).all());
    return new SecuredKafka("127.0.0.1:" + securedPort, folder);
  }

  /** Starts the broker, and waits until it answers. */
  void start() {
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "kafka.Kafka",
                  folder.resolve("server.properties").toString())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("the broker of Kafka", this::nodes, nodes -> nodes > 0);
  }

  private int nodes() throws IOException {
    Process there = process;
    if (there == null || !there.isAlive()) {
      throw new AssertionError(
          "the broker ended: " + Files.readString(folder.resolve("broker.log")));
    }
    try {
      return admin().describeCluster().nodes().get(1, TimeUnit.SECONDS).size();
    } catch (Exception notYet) {
      return 0;
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    Process there = process;
    renewProducer();
    if (there != null) {
      there.destroyForcibly();
      try {
        there.waitFor();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** It takes connections and reads nothing of them, until it thaws. */
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
    Await.until("the broker of Kafka", this::nodes, nodes -> nodes > 0);
  }

  private void signal(String name) {
    Process there = process;
    if (there == null) {
      throw new AssertionError("the broker does not run");
    }
    try {
      assertThat(new ProcessBuilder("kill", name, Long.toString(there.pid())).start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized Admin admin() {
    Admin there = admin;
    if (there == null) {
      there = Admin.create(Map.of("bootstrap.servers", servers()));
      admin = there;
    }
    return there;
  }

  /** What one has sent to a broker that was killed keeps it from sending more. */
  private synchronized void renewProducer() {
    KafkaProducer<byte[], byte[]> before = producer;
    if (before != null) {
      before.close(Duration.ZERO);
      producer = null;
    }
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> there = producer;
    if (there == null) {
      there =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers",
                  servers(),
                  "acks",
                  "all",
                  "delivery.timeout.ms",
                  60_000,
                  "linger.ms",
                  5,
                  // Of a new topic a broker may take the second batch before the first, and then
                  // not the first.
                  "max.in.flight.requests.per.connection",
                  1),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      producer = there;
    }
    return there;
  }

  /** A topic of one partition, on these brokers, of which the first leads it. */
  void createOn(String topic, List<Integer> brokers, Map<String, String> settings) {
    NewTopic made = new NewTopic(topic, Map.of(0, brokers)).configs(settings);
    get(admin().createTopics(List.of(made)).all());
  }

  void create(String topic, int partitions, Map<String, String> settings) {
    get(
        admin()
            .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
            .all());
  }

  void delete(String topic) {
    get(admin().deleteTopics(List.of(topic)).all());
  }

  /** How many members of a group have partitions. */
  long sharing(String group) {
    try {
      return get(admin().describeConsumerGroups(List.of(group)).all()).values().stream()
          .flatMap(described -> described.members().stream())
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .count();
    } catch (AssertionError notYetThere) {
      return 0;
    }
  }

  /** Deletes the records of its first partition before that offset, as retention does. */
  void deleteBefore(String topic, long offset) {
    get(
        admin()
            .deleteRecords(
                Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  /** Writes records, spread over the partitions; returns when all are stored. */
  List<RecordMetadata> write(String topic, int partitions, List<byte @Nullable []> values) {
    List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      sent.add(producer().send(new ProducerRecord<>(topic, i % partitions, null, values.get(i))));
    }
    return sent.stream().map(KafkaProcess::get).toList();
  }

  void writeInTransaction(String topic, byte[] value, boolean commits) {
    try (KafkaProducer<byte[], byte[]> own =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers(), "transactional.id", "tests"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      own.initTransactions();
      own.beginTransaction();
      get(own.send(new ProducerRecord<>(topic, value)));
      if (commits) {
        own.commitTransaction();
      } else {
        own.abortTransaction();
      }
    }
  }

  RecordMetadata write(String topic, @Nullable Long timestamp, byte @Nullable [] value) {
    return get(producer().send(new ProducerRecord<>(topic, 0, timestamp, null, value)));
  }

  /** Writes a record with these headers, as a gateway does. */
  RecordMetadata writeAs(String topic, Map<String, String> headers, byte[] value) {
    return get(sendAs(topic, headers, new String(value, StandardCharsets.UTF_8)));
  }

  /** Writes many of them; returns when all are stored. */
  void writeAllAs(String topic, Map<String, String> headers, List<String> values) {
    values.stream().map(value -> sendAs(topic, headers, value)).toList().forEach(KafkaProcess::get);
  }

  /** The same of one, and waits for nothing. */
  java.util.concurrent.Future<RecordMetadata> sendAs(
      String topic, Map<String, String> headers, String value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, 0, null, null, TopicScene.bytes(value));
    headers.forEach((name, text) -> record.headers().add(name, TopicScene.bytes(text)));
    return producer().send(record);
  }

  private static <T> T get(java.util.concurrent.Future<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
    return get(future.toCompletionStage().toCompletableFuture());
  }
}
