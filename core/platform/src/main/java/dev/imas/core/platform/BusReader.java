package dev.imas.core.platform;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * Reads from front to back what another process wrote. A length that exceeds the rest of the
 * message is refused before memory of that size is allocated.
 */
public final class BusReader {

  private final Buffer buffer;
  private int at;

  BusReader(Buffer buffer, int at) {
    this.buffer = buffer;
    this.at = at;
  }

  public byte octet() {
    return buffer.getByte(skip(1));
  }

  public int number() {
    return buffer.getInt(skip(4));
  }

  public long longNumber() {
    return buffer.getLong(skip(8));
  }

  public UUID uuid() {
    return new UUID(longNumber(), longNumber());
  }

  /** The number of elements that follow, each at least {@code bytesOfEach} bytes long. */
  public int count(int bytesOfEach) {
    int count = number();
    if (count < 0 || (long) count * bytesOfEach > buffer.length() - at) {
      throw new IllegalArgumentException(
          count + " elements do not fit into the rest of the " + "message");
    }
    return count;
  }

  /** Reads a length, then that many bytes. */
  public Buffer bytes() {
    int length = count(1);
    int from = skip(length);
    return buffer.getBuffer(from, from + length);
  }

  private int skip(int bytes) {
    int from = at;
    at = Math.addExact(at, bytes);
    return from;
  }
}
