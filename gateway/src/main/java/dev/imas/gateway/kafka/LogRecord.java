package dev.imas.gateway.kafka;

import dev.imas.gateway.log.PostedRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of a partition.
 *
 * @param timestamp milliseconds since 1970 at which it was received, as far as it says; not
 *     positive where nobody says so
 * @param value null for a tombstone
 * @param found what its headers say, if it is of the log in front of the gateway; otherwise null
 */
record LogRecord(
    long offset, long timestamp, byte @Nullable [] value, PostedRecord.@Nullable Found found) {

  LogRecord(long offset, long timestamp, byte @Nullable [] value) {
    this(offset, timestamp, value, null);
  }

  int size() {
    byte[] bytes = value;
    return bytes == null ? 0 : bytes.length;
  }
}
