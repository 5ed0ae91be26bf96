package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * From one core to all: somebody looks at an incident, writes a note, or has left. Published.
 * Without it, each process knows only those who tell it themselves.
 *
 * @param from the process that was told, which ignores its own message
 * @param page in the browser of that user, who may have several
 * @param state one of the constants
 * @param username of the user
 * @param name of the user in full; empty if unknown
 */
public record PresenceReported(
    UUID from,
    UUID tenant,
    UUID incident,
    UUID user,
    UUID page,
    byte state,
    String username,
    String name) {

  public static final byte GONE = 0;
  public static final byte LOOKING = 1;
  public static final byte WRITING = 2;

  public static final String ADDRESS = "imas.presence.v1";

  /** Process, tenant, incident, user, page (16 each), state (1), user name, full name. */
  static final BusCodec<PresenceReported> CODEC =
      new BusCodec<>(
          ADDRESS,
          1,
          (buffer, message) -> {
            append(buffer, message.from);
            append(buffer, message.tenant);
            append(buffer, message.incident);
            append(buffer, message.user);
            append(buffer, message.page);
            buffer.appendByte(message.state);
            append(buffer, message.username);
            append(buffer, message.name);
          },
          in ->
              new PresenceReported(
                  in.uuid(),
                  in.uuid(),
                  in.uuid(),
                  in.uuid(),
                  in.uuid(),
                  in.octet(),
                  in.bytes().toString(StandardCharsets.UTF_8),
                  in.bytes().toString(StandardCharsets.UTF_8)));

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, PresenceReported.class);
  }

  private static void append(Buffer buffer, UUID id) {
    buffer.appendLong(id.getMostSignificantBits()).appendLong(id.getLeastSignificantBits());
  }

  private static void append(Buffer buffer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }
}
