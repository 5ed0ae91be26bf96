package dev.imas.core.bus;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.BusCodec;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;

/**
 * From core to the notifier, after a commit: something is to be said in a chat, some of it within
 * three seconds. Sent to one notifier.
 *
 * @param count how much
 */
public record RepliesQueued(int count) {

  public static final String ADDRESS = "imas.chat-replies.v1";

  /** Count (4). */
  static final BusCodec<RepliesQueued> CODEC =
      new BusCodec<>(
          ADDRESS,
          1,
          (buffer, message) -> buffer.appendInt(message.count),
          in -> new RepliesQueued(in.number()));

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, RepliesQueued.class);
  }

  /** What the address of one is sealed for, so that it does not open in another row. */
  public static String sealedFor(TenantId tenant, UUID reply) {
    return tenant + "/chat-reply/" + reply;
  }
}
