package dev.imas.core.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
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

  /** Tenant (16), source (16), dialect (length 4, UTF-8), element (1), body (length 4, bytes). */
  static final BusCodec<ReplayRequested> CODEC =
      new BusCodec<>(ADDRESS, 1, ReplayRequested::write, ReplayRequested::read);

  /** Makes the bus able to carry it; again is harmless. */
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
