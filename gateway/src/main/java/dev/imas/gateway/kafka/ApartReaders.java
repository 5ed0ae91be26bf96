package dev.imas.gateway.kafka;

import dev.imas.gateway.commit.RecordOffsets;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import io.vertx.core.Future;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is read apart: of a partition the posts of one tenant, behind those of all others.
 * Each has a consumer of its own, which reads the partition once more, and never overtakes the main
 * reader. When it has caught up, the tenant is read with the others again. Bound to the context of
 * its reader.
 */
final class ApartReaders {

  private static final Logger log = LoggerFactory.getLogger(ApartReaders.class);

  /** So much the main reader may have passed over before that is stored. */
  private static final long MOST_PASSED = 5_000;

  /** What was fetched is there. The main reader waits for more. */
  private static final Duration POLL = Duration.ofMillis(1);

  /**
   * One of them.
   *
   * @param claim by which the main reader knows it
   */
  record Apart(
      PartitionReader main,
      PartitionReader own,
      Claim claim,
      KafkaReadStream<byte[], byte[]> stream) {

    /** Whether it has read all that the main reader has seen. */
    boolean isUp() {
      return own.isIdle() && own.seen() == main.seen();
    }

    private boolean isOf(PartitionReader reader) {
      return main == reader && reader.apart() == claim && own.claim() != null;
    }
  }

  private final TopicReading reading;
  private final Map<TopicPartition, Apart> all = new HashMap<>();

  ApartReaders(TopicReading reading) {
    this.reading = reading;
  }

  List<Apart> all() {
    return List.copyOf(all.values());
  }

  boolean isWaiting() {
    return all.values().stream().anyMatch(apart -> !apart.isUp());
  }

  boolean isRunning() {
    return all.values().stream().anyMatch(apart -> apart.own().isRunning());
  }

  long waitingBytes() {
    return all.values().stream().mapToLong(apart -> apart.own().waitingBytes()).sum();
  }

  /**
   * Reads on, begins and ends.
   *
   * @param mains the readers of the partitions that this gateway has
   * @param isFull whether no more is to be fetched for now
   */
  void turn(Map<TopicPartition, PartitionReader> mains, Brokers brokers, boolean isFull) {
    for (Apart apart : all()) {
      PartitionReader main = mains.get(apart.main().partition());
      if (main == null || !apart.isOf(main)) {
        close(apart);
      }
    }
    for (PartitionReader main : List.copyOf(mains.values())) {
      Claim claim = main.apart();
      if (claim != null && !all.containsKey(main.partition())) {
        open(main, claim, brokers);
      }
    }
    for (Apart apart : all()) {
      try {
        read(apart, isFull);
      } catch (OffsetOutOfRangeException gone) {
        // The claim that follows passes over what Kafka has deleted.
        apart.main().unclaimed(reading.nanoTime());
      } catch (KafkaException refused) {
        reading.complain("Kafka refuses to be read apart; it is tried again", refused);
      }
      apart.own().wake();
    }
    reading.meters().apart(all.size());
  }

  private void read(Apart apart, boolean isFull) {
    PartitionReader main = apart.main();
    PartitionReader own = apart.own();
    if (main.isIdle() && apart.isUp()) {
      together(apart);
      return;
    }
    if (main.isIdle() && main.seen() - main.next() >= MOST_PASSED) {
      passed(main);
    }
    if (!own.isFull() && !(isFull && !own.isIdle())) {
      poll(apart);
    }
  }

  private void open(PartitionReader main, Claim claim, Brokers brokers) {
    KafkaReadStream<byte[], byte[]> stream = brokers.single();
    TopicPartition partition = main.partition();
    try {
      stream.assign(Set.of(partition)).await();
      stream.seek(partition, claim.next()).await();
    } catch (RuntimeException failed) {
      stream.close().otherwiseEmpty().await();
      throw failed;
    }
    all.put(partition, new Apart(main, main.ofApart(claim), claim, stream));
  }

  /** Not beyond what the main reader has seen, so that both can end at the same offset. */
  private void poll(Apart apart) {
    long end = apart.main().seen();
    if (apart.own().seen() >= end) {
      return;
    }
    TopicPartition partition = apart.main().partition();
    ConsumerRecords<byte[], byte[]> records = apart.stream().poll(POLL).await();
    for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
      if (record.offset() >= end) {
        apart.stream().seek(partition, record.offset()).await();
        return;
      }
      apart.own().take(reading.feed().record(record));
    }
  }

  private void together(Apart apart) {
    PartitionReader main = apart.main();
    Claim own = apart.own().claim();
    if (own == null) {
      return;
    }
    RecordOffsets offsets = reading.offsets();
    if (isDone(
        main,
        claim -> offsets.readTogether(claim, main.next(), main.seen(), own, apart.own().next()))) {
      main.together(apart.own());
      log.atInfo()
          .addKeyValue("partition", main.partition())
          .addKeyValue("tenant", own.partition().tenant())
          .log("A tenant's posts in the log are read with those of the others again");
    }
    close(apart);
  }

  /** What others read is not to be looked through again, should this gateway stop. */
  private void passed(PartitionReader main) {
    if (isDone(
        main,
        claim ->
            reading.offsets().skip(claim, main.next(), main.seen(), reading.clock().instant()))) {
      main.passed();
    }
  }

  /**
   * Changes the offset of a partition whose reader rests. It goes on resting, since it is woken by
   * what calls this.
   */
  private boolean isDone(PartitionReader main, Function<Claim, Future<Boolean>> change) {
    Claim claim = main.claim();
    if (claim == null) {
      return false;
    }
    boolean done = false;
    try {
      done = change.apply(claim).await();
    } catch (RuntimeException failed) {
      reading.complain("How far Kafka is read cannot be stored for now", failed);
    }
    if (!done && main.claim() == claim) {
      // It may have happened: the next claim says so.
      main.unclaimed(reading.nanoTime());
    }
    return done && main.claim() == claim;
  }

  private void close(Apart apart) {
    all.remove(apart.main().partition(), apart);
    if (apart.own().claim() == null && apart.main().apart() == apart.claim()) {
      // Its claim is lost, and so is that of the partition, or its offset has moved.
      apart.main().unclaimed(reading.nanoTime());
    }
    apart.own().gone();
    apart.stream().close().otherwiseEmpty().await();
  }

  void close() {
    all().forEach(this::close);
  }
}
