package dev.imas.core.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * From core to a gateway, when an operator asks for it: read these bytes again as if the sender had
 * just posted them. It is sent as a request. The reply comes after the commit and is the receipt (a
 * UUID as text), or a failure with a reason. It is no hint; if it is lost no work is lost, since
 * the dead letter stays marked as not replayed.
 *
 * @param dialect the dialect whose decoder reads the bytes
 * @param element whether the bytes are one alert, as dead letters of kind element and rejected keep
 *     it, or a whole body
 * @param body the bytes as the sender wrote them
 */
public record ReplayRequested(
    UUID tenant, UUID source, String dialect, boolean element, Buffer body) {

  public static final String ADDRESS = "imas.replay.v1";

  /** Tenant (16), source (16), dialect (length 4, UTF-8), element (1), body (length 4, bytes). */
  static final BusCodec<ReplayRequested> CODEC =
      new BusCodec<>(ADDRESS, 1, ReplayRequested::write, ReplayRequested::read);

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, ReplayRequested.class);
  }

  private static void write(Buffer buffer, ReplayRequested message) {
    byte[] dialect = message.dialect.getBytes(StandardCharsets.UTF_8);
    buffer
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

  private static ReplayRequested read(BusReader in) {
    return new ReplayRequested(
        in.uuid(),
        in.uuid(),
        in.bytes().toString(StandardCharsets.UTF_8),
        in.octet() == 1,
        in.bytes());
  }
}
