package dev.imas.gateway.kafka;

import dev.imas.gateway.commit.RecordOffsets.Claim;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Measures how far behind each topic is, and tells what is read up. Bound to its context. */
final class Lags {

  private final TopicReading reading;

  Lags(TopicReading reading) {
    this.reading = reading;
  }

  /**
   * @param ends the offsets after the last records, of the partitions that told it
   */
  void measure(
      KafkaReadStream<byte[], byte[]> stream,
      Map<TopicPartition, Long> ends,
      List<PartitionReader> mains,
      List<ApartReaders.Apart> apart) {
    Map<String, KafkaMeters.Lag> lags = new HashMap<>();
    List<Claim> readUp = new ArrayList<>();
    for (PartitionReader one : mains) {
      Long end = ends.get(one.partition());
      if (end == null || one.claim() == null) {
        continue;
      }
      long behind = Math.max(0, end - one.next());
      if (behind > 0 && one.isIdle()) {
        // What is left may be marks of transactions, which are no records, or is read apart.
        behind = Math.max(0, end - stream.position(one.partition()).otherwise(one.next()).await());
      }
      add(lags, readUp, one, behind);
    }
    for (ApartReaders.Apart one : apart) {
      Long end = ends.get(one.main().partition());
      if (end != null && one.own().claim() != null) {
        boolean isUp = one.isUp() && one.main().seen() >= end;
        add(lags, readUp, one.own(), isUp ? 0 : Math.max(0, end - one.own().reached()));
      }
    }
    reading.meters().lags(lags);
    if (!readUp.isEmpty()) {
      reading
          .offsets()
          .readUp(readUp, reading.clock().instant())
          .onFailure(
              cause -> reading.complain("How far Kafka is read cannot be stored for now", cause));
    }
  }

  private void add(
      Map<String, KafkaMeters.Lag> lags, List<Claim> readUp, PartitionReader one, long behind) {
    Claim claim = one.claim();
    if (behind == 0 && claim != null) {
      readUp.add(claim);
    }
    boolean isKnown = behind > 0 && one.waitingSince() > 0;
    long seconds =
        isKnown ? Math.max(0, (reading.clock().millis() - one.waitingSince()) / 1_000) : 0;
    lags.merge(
        one.partition().topic(),
        new KafkaMeters.Lag(behind, seconds),
        (a, b) ->
            new KafkaMeters.Lag(a.records() + b.records(), Math.max(a.seconds(), b.seconds())));
  }
}
