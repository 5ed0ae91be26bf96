package dev.imas.gateway.kafka;

import org.jspecify.annotations.Nullable;

/**
 * One record of a partition.
 *
 * @param timestamp milliseconds since 1970, by whoever wrote it or by the broker; not positive
 *     where there is none
 * @param value null for a tombstone
 */
record LogRecord(long offset, long timestamp, byte @Nullable [] value) {

  int size() {
    byte[] bytes = value;
    return bytes == null ? 0 : bytes.length;
  }
}
