package dev.imas.core.dora;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads times as {@code array_send} of PostgreSQL writes them: a year has hundreds of thousands,
 * and the client would make several objects of each. Pure.
 */
final class SentTimes {

  private static final int HEAD = 3 * Integer.BYTES;
  private static final int DIMENSION = 2 * Integer.BYTES;

  /** PostgreSQL counts microseconds from then. */
  private static final long BEGIN = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final long MICROS = Duration.ofMillis(1).toNanos() / 1_000;

  private SentTimes() {}

  /**
   * In milliseconds since 1970.
   *
   * @param sent of {@code timestamptz[]}, of one dimension or empty
   * @param unknown in place of those that are NULL
   */
  static long[] millis(Buffer sent, long unknown) {
    if (sent.getInt(0) == 0) {
      return new long[0];
    }
    long[] millis = new long[sent.getInt(HEAD)];
    int at = HEAD + DIMENSION;
    for (int i = 0; i < millis.length; i++) {
      int length = sent.getInt(at);
      at += Integer.BYTES;
      if (length < 0) {
        millis[i] = unknown;
      } else {
        millis[i] = Math.floorDiv(sent.getLong(at), MICROS) + BEGIN;
        at += length;
      }
    }
    return millis;
  }
}
