package dev.imas.gateway.kafka;

import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.commit.RecordOffsets.Partition;
import dev.imas.gateway.log.BrokerFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of a feed as a member of a consumer group, which shares the partitions out over
 * the gateways. The group only decides who reads what; whoever commits is decided by claims in
 * PostgreSQL. So a gateway that was taken for dead commits nothing. Bound to one context of virtual
 * threads.
 */
public final class TopicReader {

  private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(250);

  /** Shorter while partitions wait to be resumed, which happens between polls. */
  private static final Duration BRIEF_POLL = Duration.ofMillis(20);

  private static final Duration REST = Duration.ofMillis(500);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What may wait in memory of all partitions together. */
  private static final long MOST_WAITING_BYTES = 32L << 20;

  private final KafkaConfig config;
  private final Vertx vertx;
  private final TopicReading reading;
  private final ApartReaders apart;
  private final Lags lags;
  private final Map<TopicPartition, PartitionReader> partitions = new HashMap<>();
  private final Set<TopicPartition> unsought = new HashSet<>();
  private final Promise<Void> ended = Promise.promise();
  private @Nullable Brokers brokers;
  private @Nullable PartitionClaims claims;
  private @Nullable KafkaReadStream<byte[], byte[]> stream;
  private Set<String> subscribed = Set.of();
  private Brokers.@Nullable Seen seen;
  private Set<String> told = Set.of();
  private long lookedAt = System.nanoTime() - LOOK_NANOS;
  private boolean looking;
  private volatile @Nullable String away;
  private volatile int count;

  public TopicReader(Vertx vertx, KafkaConfig config, TopicReading reading) {
    this.vertx = vertx;
    this.config = config;
    this.reading = reading;
    this.apart = new ApartReaders(reading);
    this.lags = new Lags(reading);
  }

  /** Runs until it is stopped. */
  public void run() {
    try {
      while (!reading.isStopping()) {
        try {
          turn();
        } catch (Exception failed) {
          if (brokers == null) {
            away(failed); // as with a file of certificates that is not there
          } else {
            reading.complain("Kafka cannot be read for now; it is tried again", failed);
          }
          reading.rest(REST);
        }
      }
      close();
    } finally {
      ended.tryComplete();
    }
  }

  /** Completes when nothing is read or committed any more. */
  public Future<Void> stop() {
    reading.stop();
    return ended.future();
  }

  /** What it does, for people. Any thread may ask. */
  public Map<String, Object> shown() {
    Map<String, Object> all = new LinkedHashMap<>();
    String why = away;
    all.put("status", why == null ? "healthy" : "unreachable");
    if (why != null) {
      all.put("reason", why);
    }
    all.put("partitions", count);
    all.put("lag_seconds", reading.meters().longestLag());
    return all;
  }

  private void turn() {
    Map<String, Feed.Owner> topics = reading.feed().topics();
    if (stream == null && topics.isEmpty()) {
      reading.rest(REST);
      return;
    }
    KafkaReadStream<byte[], byte[]> open = open();
    look(topics.keySet());
    subscribe(open, topics.keySet());
    if (subscribed.isEmpty()) {
      reading.rest(REST);
      return;
    }
    poll(open);
    seekNew(open);
    PartitionClaims due = claims;
    if (due != null) {
      due.claim(open, partitions, topics);
    }
    Brokers there = brokers;
    if (there != null) {
      apart.turn(partitions, there, isFull());
    }
    for (PartitionReader partition : List.copyOf(partitions.values())) {
      partition.wake();
    }
    pause(open);
    count = partitions.size();
  }

  private KafkaReadStream<byte[], byte[]> open() {
    KafkaReadStream<byte[], byte[]> there = stream;
    if (there != null) {
      return there;
    }
    Brokers opened = brokers;
    if (opened == null) {
      opened = Brokers.open(vertx, config);
      brokers = opened;
      claims = new PartitionClaims(opened, reading);
    }
    KafkaReadStream<byte[], byte[]> made = opened.consumer();
    made.partitionsAssignedHandler(this::assigned);
    made.partitionsRevokedHandler(this::revoked);
    stream = made;
    return made;
  }

  private void assigned(Set<TopicPartition> more) {
    if (more.isEmpty()) {
      return;
    }
    reading.meters().rebalanced();
    for (TopicPartition partition : more) {
      partitions.put(partition, new PartitionReader(partition, reading));
      unsought.add(partition);
    }
  }

  private void revoked(Set<TopicPartition> fewer) {
    if (fewer.isEmpty()) {
      return;
    }
    reading.meters().rebalanced();
    for (TopicPartition partition : fewer) {
      PartitionReader had = partitions.remove(partition);
      unsought.remove(partition);
      if (had != null) {
        had.gone();
      }
    }
  }

  /** Asks the brokers about the topics now and then, beside everything else. */
  private void look(Set<String> topics) {
    Brokers asked = brokers;
    if (asked == null || looking || System.nanoTime() - lookedAt < LOOK_NANOS) {
      return;
    }
    looking = true;
    Set<TopicPartition> ours = Set.copyOf(partitions.keySet());
    asked
        .look(Set.copyOf(topics))
        .compose(
            now -> {
              seen(now);
              return ours.isEmpty()
                  ? Future.succeededFuture(Map.<TopicPartition, Long>of())
                  : asked.ends(ours);
            })
        .onSuccess(
            ends ->
                reading.run(
                    () -> {
                      KafkaReadStream<byte[], byte[]> open = stream;
                      if (open != null && !reading.isStopping()) {
                        lags.measure(open, ends, List.copyOf(partitions.values()), apart.all());
                      }
                    }))
        .onFailure(this::away)
        .onComplete(
            done -> {
              looking = false;
              lookedAt = System.nanoTime();
            });
  }

  private void seen(Brokers.Seen now) {
    if (away != null) {
      away = null;
      reading.meters().away(false);
      log.info("The brokers of Kafka answer again");
    }
    seen = now;
    Set<String> unread = new TreeSet<>(now.missing());
    unread.addAll(now.refused().keySet());
    if (!unread.equals(told)) {
      told = unread;
      if (!unread.isEmpty()) {
        log.atWarn()
            .addKeyValue("missing", now.missing())
            .addKeyValue("refused", now.refused())
            .log("Topics of Kafka that sources name cannot be read; they are looked for again");
      }
    }
    for (PartitionReader one : partitions.values()) {
      Claim claim = one.claim();
      if (claim != null && !isOf(claim.partition(), one.partition().topic(), now)) {
        log.atWarn()
            .addKeyValue("partition", one.partition())
            .log("A topic of Kafka was created anew; it is read from its beginning");
        one.unclaimed(System.nanoTime());
      }
    }
  }

  private static boolean isOf(Partition partition, String topic, Brokers.Seen now) {
    UUID id = now.ids().get(topic);
    return id == null
        || (id.equals(partition.topicId()) && now.cluster().equals(partition.cluster()));
  }

  private void away(Throwable cause) {
    String why = BrokerFault.of(cause);
    if (!why.equals(away)) {
      away = why;
      reading.meters().away(true);
      log.atWarn()
          .addKeyValue("servers", config.servers())
          .addKeyValue("reason", why)
          .log("The brokers of Kafka cannot be used; what they hold is read when they can");
    }
  }

  /** To the topics that there are: the others would only make the client complain. */
  private void subscribe(KafkaReadStream<byte[], byte[]> open, Set<String> wanted) {
    Brokers.Seen now = seen;
    if (now == null) {
      return;
    }
    Set<String> topics = new HashSet<>(wanted);
    // One that tells nothing for a moment stays subscribed.
    topics.removeIf(topic -> !now.ids().containsKey(topic) && !subscribed.contains(topic));
    topics.removeAll(now.missing());
    topics.removeAll(now.refused().keySet());
    if (topics.equals(subscribed)) {
      return;
    }
    (topics.isEmpty() ? open.unsubscribe() : open.subscribe(topics)).await();
    subscribed = Set.copyOf(topics);
    log.atInfo()
        .addKeyValue("topics", new TreeSet<>(topics))
        .log("Topics of Kafka are read by this group of gateways");
  }

  private void poll(KafkaReadStream<byte[], byte[]> open) {
    boolean isWaiting =
        apart.isWaiting() || partitions.values().stream().anyMatch(one -> !one.isIdle());
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = open.poll(isWaiting ? BRIEF_POLL : POLL).await();
    } catch (NoOffsetForPartitionException isNew) {
      return; // It came with this poll, and is sought next.
    } catch (OffsetOutOfRangeException beyond) {
      outOfRange(beyond);
      return;
    } catch (InvalidOffsetException | WakeupException again) {
      return;
    } catch (KafkaException refused) {
      reading.complain("Kafka refuses to be read; it is tried again", refused);
      reading.rest(REST);
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      PartitionReader partition =
          partitions.get(new TopicPartition(record.topic(), record.partition()));
      if (partition != null && !unsought.contains(partition.partition())) {
        partition.take(reading.feed().record(record));
      }
    }
  }

  private void outOfRange(OffsetOutOfRangeException beyond) {
    for (TopicPartition partition : beyond.partitions()) {
      PartitionReader one = partitions.get(partition);
      if (one != null) {
        one.unclaimed(System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
        unsought.add(partition);
      }
    }
  }

  /** What has no offset yet would keep the others from being polled. */
  private void seekNew(KafkaReadStream<byte[], byte[]> open) {
    for (TopicPartition partition : Set.copyOf(unsought)) {
      PartitionReader one = partitions.get(partition);
      if (one != null) {
        open.pause(Set.of(partition)).await();
        one.paused(true);
        open.seek(partition, 0).await();
      }
      unsought.remove(partition);
    }
  }

  private boolean isFull() {
    long waiting = apart.waitingBytes();
    for (PartitionReader one : partitions.values()) {
      waiting += one.waitingBytes();
    }
    return waiting > MOST_WAITING_BYTES;
  }

  /** Fetches nothing more of partitions that have enough, nor of any while too much waits. */
  private void pause(KafkaReadStream<byte[], byte[]> open) {
    boolean isFull = isFull();
    Set<TopicPartition> pausing = new HashSet<>();
    Set<TopicPartition> resuming = new HashSet<>();
    for (PartitionReader one : partitions.values()) {
      boolean pauses = one.isFull() || (isFull && !one.isIdle());
      if (pauses != one.isPaused()) {
        (pauses ? pausing : resuming).add(one.partition());
        one.paused(pauses);
      }
    }
    if (!pausing.isEmpty()) {
      open.pause(pausing).await();
    }
    if (!resuming.isEmpty()) {
      open.resume(resuming).await();
    }
  }

  private void close() {
    for (int i = 0;
        i < 100
            && (apart.isRunning()
                || partitions.values().stream().anyMatch(PartitionReader::isRunning));
        i++) {
      reading.rest(Duration.ofMillis(50));
    }
    apart.close();
    KafkaReadStream<byte[], byte[]> open = stream;
    if (open != null) {
      open.close().otherwiseEmpty().await();
    }
    Brokers opened = brokers;
    if (opened != null) {
      opened.close();
    }
  }
}
