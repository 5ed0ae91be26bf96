package dev.imas.gateway.kafka;

import dev.imas.gateway.commit.RecordOffsets.Claim;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which topics are read, and what their records are. Bound to the context of its reader. */
public interface Feed {

  /**
   * Under whom the offsets of a topic are kept.
   *
   * @param tenant nil where a topic holds what is of many
   * @param source nil where it holds what is of many
   */
  record Owner(UUID tenant, UUID source) {}

  /** Whether a partition may be read on. */
  sealed interface Turn {

    /** It may, by this reader. */
    record Go(Bodies bodies) implements Turn {}

    /** In a while. */
    record Later() implements Turn {}

    /** Not before somebody has done something. */
    record Hold(String why) implements Turn {}
  }

  /** Reads records by one snapshot. Any thread may use it. */
  interface Bodies {

    /**
     * @param receivedAtMicros when it counts as received
     * @param where it is, for people
     */
    RecordBodies.Result read(LogRecord record, long receivedAtMicros, String where);
  }

  /** The topics to read now, by name. */
  Map<String, Owner> topics();

  /**
   * @param claim of the partition, or of what is read apart of it
   */
  Turn turn(TopicPartition partition, Claim claim);

  LogRecord record(ConsumerRecord<byte[], byte[]> record);

  /** Whose a record is, where a topic holds what is of many; otherwise null. */
  @Nullable UUID tenantOf(LogRecord record);

  /**
   * How long what is of one tenant may keep the others waiting before it is read apart; null where
   * there are no others.
   */
  @Nullable Duration apartAfter();

  /** Whether what cannot be read slows its partition, since nobody else bounds it. */
  boolean slowsWhatCannotBeRead();
}
