package dev.imas.core.platform;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The format of a message between processes: a byte with the format's version, then the message's
 * members. A new member goes to the end, which older processes do not read. Only a format that they
 * would misread gets another version. They drop its messages, and find the work by polling.
 *
 * <p>Inside a process nothing is encoded: the receiver gets the sender's record.
 */
public final class BusCodec<T> implements MessageCodec<T, T> {

  private final String name;
  private final int version;
  private final BiConsumer<Buffer, T> writer;
  private final Function<BusReader, T> reader;

  /**
   * @param name the codec's name on the bus
   * @param version the version that is written, and the only one that is read
   */
  public BusCodec(
      String name, int version, BiConsumer<Buffer, T> writer, Function<BusReader, T> reader) {
    this.name = name;
    this.version = version;
    this.writer = writer;
    this.reader = reader;
  }

  /** Registers the codec on a bus. Another call for the same bus does nothing. */
  public void registerOn(EventBus bus, Class<T> type) {
    try {
      bus.registerDefaultCodec(type, this);
    } catch (IllegalStateException alreadyRegistered) {
      // Several roles of one process share a bus.
    }
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    buffer.appendByte((byte) version);
    writer.accept(buffer, message);
  }

  /**
   * @throws RuntimeException for anything that is not a message of this version
   */
  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    byte found = buffer.getByte(position);
    if (found != version) {
      throw new IllegalArgumentException(
          name + " has version " + found + "; this process reads version " + version);
    }
    return reader.apply(new BusReader(buffer, position + 1));
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
