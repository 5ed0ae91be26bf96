package dev.imas.core.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * From core to a gateway, at an operator's word: read these bytes again as if the sender had just
 * posted them. Sent as a request; the reply is the receipt (a UUID as text), given after the
 * commit, or a failure with a reason. The one message that is not a hint: no work is lost with it,
 * since the dead letter stays marked as not replayed.
 *
 * @param dialect whose decoder reads the bytes
 * @param element is the body one alert of a body, as a dead letter of kind element or rejected
 *     keeps it, or a whole body?
 * @param body the bytes as the sender wrote them
 */
public record ReplayRequested(
    UUID tenant, UUID source, String dialect, boolean element, Buffer body) {

  public static final String ADDRESS = "imas.replay.v1";

  /** Makes the bus able to carry it; again is harmless. */
  public static void registerOn(EventBus bus) {
    BusCodecs.register(bus, ReplayRequested.class, new Codec());
  }

  /**
   * Version byte 1, tenant (16), source (16), dialect (length 4, UTF-8), element (1), body (length
   * 4, bytes).
   */
  private static final class Codec implements MessageCodec<ReplayRequested, ReplayRequested> {

    @Override
    public void encodeToWire(Buffer buffer, ReplayRequested message) {
      byte[] dialect = message.dialect.getBytes(StandardCharsets.UTF_8);
      buffer
          .appendByte((byte) 1)
          .appendLong(message.tenant.getMostSignificantBits())
          .appendLong(message.tenant.getLeastSignificantBits())
          .appendLong(message.source.getMostSignificantBits())
          .appendLong(message.source.getLeastSignificantBits())
          .appendInt(dialect.length)
          .appendBytes(dialect)
          .appendByte((byte) (message.element ? 1 : 0))
          .appendInt(message.body.length())
          .appendBuffer(message.body);
    }

    @Override
    public ReplayRequested decodeFromWire(int position, Buffer buffer) {
      BusCodecs.requireVersion(1, buffer.getByte(position));
      int at = position + 1;
      UUID tenant = new UUID(buffer.getLong(at), buffer.getLong(at + 8));
      UUID source = new UUID(buffer.getLong(at + 16), buffer.getLong(at + 24));
      at += 32;
      int length = buffer.getInt(at);
      String dialect = buffer.getString(at + 4, at + 4 + length);
      at += 4 + length;
      boolean element = buffer.getByte(at) == 1;
      int size = buffer.getInt(at + 1);
      return new ReplayRequested(
          tenant, source, dialect, element, buffer.getBuffer(at + 5, at + 5 + size));
    }

    @Override
    public ReplayRequested transform(ReplayRequested message) {
      return message;
    }

    @Override
    public String name() {
      return ADDRESS;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
