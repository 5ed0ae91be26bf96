package dev.imas.gateway.kafka;

import dev.imas.gateway.commit.RecordOffsets;
import dev.imas.gateway.commit.RecordOffsets.Claim;
import dev.imas.gateway.commit.RecordOffsets.Partition;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims the partitions that the group assigned, and seeks where to go on. */
final class PartitionClaims {

  private static final Logger log = LoggerFactory.getLogger(PartitionClaims.class);

  /** So long a partition must end before what was read of it: brokers may be behind each other. */
  private static final long CERTAINLY_SHORTER = TimeUnit.SECONDS.toNanos(10);

  private static final UUID NIL = new UUID(0, 0);

  private final Brokers brokers;
  private final RecordOffsets offsets;
  private final TopicReading reading;

  /** Since when partitions end before what was read of them. */
  private final Map<TopicPartition, Long> shorterSince = new HashMap<>();

  PartitionClaims(Brokers brokers, TopicReading reading) {
    this.brokers = brokers;
    this.offsets = reading.offsets();
    this.reading = reading;
  }

  /**
   * Claims those that are due. What fails is tried again a second later.
   *
   * @param partitions those that are assigned, which may change meanwhile
   */
  void claim(
      KafkaReadStream<byte[], byte[]> stream,
      Map<TopicPartition, PartitionReader> partitions,
      Map<String, Feed.Owner> owners) {
    Set<TopicPartition> due = new HashSet<>();
    for (PartitionReader one : partitions.values()) {
      if (one.mayBeClaimed(reading.nanoTime())) {
        due.add(one.partition());
        one.unclaimed(reading.nanoTime());
      }
    }
    if (due.isEmpty()) {
      return;
    }
    try {
      Set<String> topics = new HashSet<>();
      due.forEach(partition -> topics.add(partition.topic()));
      Brokers.Seen now = brokers.look(topics).await();
      due.removeIf(partition -> !now.ids().containsKey(partition.topic()));
      Map<TopicPartition, Long> beginnings = brokers.beginnings(due).await();
      for (TopicPartition partition : due) {
        PartitionReader one = partitions.get(partition);
        Feed.Owner owner = owners.get(partition.topic());
        UUID topicId = now.ids().get(partition.topic());
        Long beginning = beginnings.get(partition);
        if (one == null || owner == null || topicId == null || beginning == null) {
          continue;
        }
        Partition known =
            new Partition(owner.tenant(), now.cluster(), topicId, partition.partition());
        Claim claim = claim(known, owner.source(), partition, beginning);
        if (claim == null) {
          continue;
        }
        Claim apart = apart(known, partition, beginning);
        if (partitions.get(partition) == one) {
          stream.seek(partition, claim.next()).await();
          one.claimed(claim, apart);
        }
      }
    } catch (Exception failed) {
      reading.complain("Partitions of Kafka cannot be claimed for now; it is tried again", failed);
    }
  }

  /**
   * A claim with an offset that there is; null where that is not certain. What Kafka has deleted
   * before it was read is gone, and must not keep what follows from being read.
   */
  private @Nullable Claim claim(
      Partition known, UUID source, TopicPartition partition, long beginning) {
    Claim claim = offsets.claim(known, source, partition.topic(), beginning).await();
    // Asked after the claim: until then, another gateway may have read on.
    Long end = brokers.ends(Set.of(partition)).await().get(partition);
    if (end == null) {
      return null;
    }
    if (end >= claim.next()) {
      shorterSince.remove(partition);
      return claim.next() < beginning ? skipped(claim, partition, beginning) : claim;
    }
    long since = shorterSince.computeIfAbsent(partition, now -> reading.nanoTime());
    if (reading.nanoTime() - since < CERTAINLY_SHORTER) {
      return null;
    }
    shorterSince.remove(partition);
    return skipped(claim, partition, end);
  }

  /**
   * The claim of what is read apart; null where nothing is. Only a topic that holds what is of many
   * has the nil tenant's offsets.
   */
  private @Nullable Claim apart(Partition known, TopicPartition partition, long beginning) {
    if (!known.tenant().equals(NIL)) {
      return null;
    }
    Claim apart = offsets.claimApart(known).await().orElse(null);
    if (apart == null || apart.next() >= beginning) {
      return apart;
    }
    Claim skipped = skipped(apart, partition, beginning);
    if (skipped == null) {
      throw new IllegalStateException("what is read apart of " + partition + " was claimed anew");
    }
    return skipped;
  }

  private @Nullable Claim skipped(Claim claim, TopicPartition partition, long to) {
    long from = claim.next();
    if (!offsets.skip(claim, from, to, reading.clock().instant()).await()) {
      return null;
    }
    reading.meters().gone(partition.topic(), Math.max(0, to - from));
    log.atError()
        .addKeyValue("partition", partition)
        .addKeyValue("from", from)
        .addKeyValue("to", to)
        .log(
            to > from
                ? "Kafka has deleted records before they were read: they are lost"
                : "Kafka has fewer records than were read, as after an unclean election");
    return new Claim(claim.partition(), claim.epoch(), to, claim.receivedAt());
  }
}
