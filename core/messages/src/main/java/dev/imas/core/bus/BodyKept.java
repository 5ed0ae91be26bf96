package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import dev.imas.core.platform.BusReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * From core to a gateway, when somebody wants to see how a body that a source has posted would be
 * read now. It is as the gateway kept it: what a form, a query or headers held is an object
 * already. Nothing is stored. Sent as a request, and answered as a {@link BodyPasted} is.
 *
 * @param dialect of the decoder that read it
 */
public record BodyKept(UUID tenant, UUID source, String dialect, Buffer body) {

  public static final String ADDRESS = "imas.kept.v1";

  /** Tenant (16), source (16), dialect (length 4, UTF-8), body (length 4, bytes). */
  static final BusCodec<BodyKept> CODEC =
      new BusCodec<>(ADDRESS, 1, BodyKept::write, BodyKept::read);

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, BodyKept.class);
  }

  private static void write(Buffer buffer, BodyKept message) {
    byte[] dialect = message.dialect.getBytes(StandardCharsets.UTF_8);
    buffer
        .appendLong(message.tenant.getMostSignificantBits())
        .appendLong(message.tenant.getLeastSignificantBits())
        .appendLong(message.source.getMostSignificantBits())
        .appendLong(message.source.getLeastSignificantBits())
        .appendInt(dialect.length)
        .appendBytes(dialect)
        .appendInt(message.body.length())
        .appendBuffer(message.body);
  }

  private static BodyKept read(BusReader in) {
    return new BodyKept(
        in.uuid(), in.uuid(), in.bytes().toString(StandardCharsets.UTF_8), in.bytes());
  }
}
