package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import dev.imas.core.platform.BusReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;

/**
 * From core to a gateway, when an administrator posts in the name of a source: take these bytes as
 * if the source had posted them to the usual path of its type. It is sent as a request. The reply
 * comes after the commit and says how many elements of the body are dead letters, as text; or it is
 * a failure with a reason, and nothing is stored.
 */
public record BodyPosted(UUID tenant, UUID source, Buffer body) {

  public static final String ADDRESS = "imas.post.v1";

  /** Tenant (16), source (16), body (length 4, bytes). */
  static final BusCodec<BodyPosted> CODEC =
      new BusCodec<>(ADDRESS, 1, BodyPosted::write, BodyPosted::read);

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, BodyPosted.class);
  }

  private static void write(Buffer buffer, BodyPosted message) {
    buffer
        .appendLong(message.tenant.getMostSignificantBits())
        .appendLong(message.tenant.getLeastSignificantBits())
        .appendLong(message.source.getMostSignificantBits())
        .appendLong(message.source.getLeastSignificantBits())
        .appendInt(message.body.length())
        .appendBuffer(message.body);
  }

  private static BodyPosted read(BusReader in) {
    return new BodyPosted(in.uuid(), in.uuid(), in.bytes());
  }
}
