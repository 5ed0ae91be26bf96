package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import dev.imas.core.platform.BusReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * From core to a gateway, when somebody wants to see how a body would be read: read these bytes as
 * if the source had posted them, and store nothing. It is sent as a request. The reply is a {@link
 * BodyReading} as text, or a failure with a reason.
 *
 * @param path the path that the body would be posted to; empty for the usual one of the source's
 *     type
 * @param contentType the header that would come with it; empty for none
 */
public record BodyPasted(UUID tenant, UUID source, String path, String contentType, Buffer body) {

  public static final String ADDRESS = "imas.paste.v1";

  /** Tenant (16), source (16), path, content type (length 4, UTF-8), body (length 4, bytes). */
  static final BusCodec<BodyPasted> CODEC =
      new BusCodec<>(ADDRESS, 1, BodyPasted::write, BodyPasted::read);

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, BodyPasted.class);
  }

  private static void write(Buffer buffer, BodyPasted message) {
    buffer
        .appendLong(message.tenant.getMostSignificantBits())
        .appendLong(message.tenant.getLeastSignificantBits())
        .appendLong(message.source.getMostSignificantBits())
        .appendLong(message.source.getLeastSignificantBits());
    append(buffer, message.path);
    append(buffer, message.contentType);
    buffer.appendInt(message.body.length()).appendBuffer(message.body);
  }

  private static void append(Buffer buffer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  private static BodyPasted read(BusReader in) {
    return new BodyPasted(
        in.uuid(),
        in.uuid(),
        in.bytes().toString(StandardCharsets.UTF_8),
        in.bytes().toString(StandardCharsets.UTF_8),
        in.bytes());
  }
}
