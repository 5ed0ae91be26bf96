package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import io.vertx.core.eventbus.EventBus;

/**
 * From one core to all, after a commit: the change feed has new numbers. Published. Without it, the
 * other processes find them by polling.
 *
 * @param changes how many changes were numbered
 */
public record ChangesNumbered(int changes) {

  public static final String ADDRESS = "imas.changes.v1";

  /** Changes (4). */
  static final BusCodec<ChangesNumbered> CODEC =
      new BusCodec<>(
          ADDRESS,
          1,
          (buffer, message) -> buffer.appendInt(message.changes),
          in -> new ChangesNumbered(in.number()));

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, ChangesNumbered.class);
  }
}
